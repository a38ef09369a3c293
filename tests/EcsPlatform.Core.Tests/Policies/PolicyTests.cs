using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>Every policy of every example, and of a definition with everything on: no wildcard without a reason, and nobody may more than meant.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Definitions => [.. EverythingOn.Names];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Wildcards_are_on_the_allow_list(string name)
    {
        var wildcards =
            from policy in PoliciesOf(name)
            from statement in policy.Statements
            where statement.Effect == "Allow"
            from action in statement.Actions
            // A trust policy has no resource: the role itself is meant.
            from resource in statement.Resources.DefaultIfEmpty("")
            where PolicyStatementText.IsWildcard(action) || PolicyStatementText.IsWildcard(resource)
            where !AllowedWildcards.Has(policy.Use, action, resource)
            select $"{policy.Owner.LogicalId}: {action} on {resource}";

        wildcards.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AWSs_own_policies_are_on_the_allow_list(string name) =>
        GeneratedPolicies.Of(EverythingOn.Read(name)).ManagedPolicies.Where(attached => !AllowedWildcards.HasManaged(attached.Arn)).Select(attached => $"{attached.Role.LogicalId}: {attached.Arn}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Nobody_is_everybody(string name)
    {
        var open =
            from policy in PoliciesOf(name)
            from statement in policy.Statements
            from principal in statement.Principals
            where statement.Effect == "Allow" && PolicyStatementText.IsWildcard(principal)
            select $"{policy.Owner.LogicalId}: {principal}";

        open.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Everything_that_a_key_allows_is_for_the_account_itself(string name)
    {
        var root = $"AWS:arn:aws:iam::{GeneratedPolicies.AccountId}:root";
        var open =
            from policy in PoliciesOf(name)
            where policy.Use == PolicyUse.Resource
            from statement in policy.Statements
            where statement.Effect == "Allow" && statement.Actions.Any(action => action.EndsWith(":*", StringComparison.Ordinal))
            where !statement.Principals.SequenceEqual([root])
            select $"{policy.Owner.LogicalId}: {string.Join(", ", statement.Principals)}";

        open.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AWS_services_that_are_let_in_by_a_policy_are_bound_by_a_condition(string name)
    {
        var open =
            from policy in PoliciesOf(name)
            where policy.Use == PolicyUse.Resource
            from statement in policy.Statements
            where statement.Effect == "Allow" && !statement.IsConditional && statement.Principals.Any(principal => principal.StartsWith("Service:", StringComparison.Ordinal))
            select $"{policy.Owner.LogicalId}: {string.Join(", ", statement.Principals)}";

        open.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Functions_are_called_by_AWS_services_of_this_account_only(string name) =>
        GeneratedPolicies.Of(EverythingOn.Read(name)).Calls
            .Where(call => call.Call.Operation.Name == "AddPermission")
            .Where(call => GeneratedPolicies.Text(call.Call, "SourceAccount") != GeneratedPolicies.AccountId && GeneratedPolicies.Text(call.Call, "SourceArn") is null)
            .Select(call => call.Owner.LogicalId)
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Definitions))]
    public void No_role_may_become_another_or_give_itself_more(string name)
    {
        string[] forbidden = ["sts:AssumeRole", "iam:PassRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "secretsmanager:PutResourcePolicy", "kms:PutKeyPolicy", "lambda:UpdateFunctionCode"];
        var climbers =
            from policy in PoliciesOf(name)
            where policy.Use == PolicyUse.Identity
            from statement in policy.Statements
            from action in forbidden
            where PolicyStatementText.MayAllow([statement with { Resources = ["*"] }], action, "anything")
            select $"{policy.Owner.LogicalId}: {action}";

        climbers.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_role_says_who_may_assume_it(string name)
    {
        var generated = GeneratedPolicies.Of(EverythingOn.Read(name));
        generated.Resources.OfType<RoleResource>().ShouldNotBeEmpty();
        generated.Resources.OfType<RoleResource>().ShouldAllBe(role => generated.Policies.Any(policy => policy.Owner == role && policy.Use == PolicyUse.Trust));
    }

    private static IReadOnlyList<GeneratedPolicy> PoliciesOf(string name) => GeneratedPolicies.Of(EverythingOn.Read(name)).Policies;
}
