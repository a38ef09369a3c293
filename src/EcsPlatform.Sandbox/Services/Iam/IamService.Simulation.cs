using System.Text.Json;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>The policy simulator: the same evaluation that the sandbox's services ask.</content>
public sealed partial class IamService
{
    private SimulateCustomPolicyResponse SimulateCustomPolicy(SimulateCustomPolicyRequest request)
    {
        var page = Simulated([.. Read(request.PolicyInputList)], request.PermissionsBoundaryPolicyInputList, request.ResourcePolicy, request.CallerArn,
            request.ActionNames, request.ResourceArns, request.ContextEntries, request.Marker, request.MaxItems);
        return new SimulateCustomPolicyResponse { EvaluationResults = [.. page.Items], IsTruncated = page.IsTruncated, Marker = page.NextToken };
    }

    private SimulatePrincipalPolicyResponse SimulatePrincipalPolicy(SimulatePrincipalPolicyRequest request)
    {
        var role = FindRole(request.PolicySourceArn) ?? throw NoSuchEntity($"{request.PolicySourceArn} cannot be found: the EcsPlatform sandbox has roles only.");
        var page = Simulated([.. PoliciesOf(role), .. Read(request.PolicyInputList)], request.PermissionsBoundaryPolicyInputList, request.ResourcePolicy,
            request.CallerArn ?? role.Arn, request.ActionNames, request.ResourceArns, request.ContextEntries, request.Marker, request.MaxItems);
        return new SimulatePrincipalPolicyResponse { EvaluationResults = [.. page.Items], IsTruncated = page.IsTruncated, Marker = page.NextToken };
    }

    private Page<EvaluationResult> Simulated(
        IReadOnlyList<Policy> policies,
        List<string>? boundaries,
        string? resourcePolicy,
        string? caller,
        List<string> actions,
        List<string>? resources,
        List<ContextEntry>? context,
        string? marker,
        int? maxItems)
    {
        var boundary = boundaries is { Count: > 0 } ? Read(boundaries).ToArray() : null;
        var ofResource = resourcePolicy is null ? null : Read([resourcePolicy]).Single();
        var results =
            from action in actions
            from resource in resources is { Count: > 0 } ? resources : ["*"]
            select Evaluated(new AccessRequest(action, resource)
            {
                Principal = caller is null ? null : Principal.Aws(caller),
                Context = (context ?? []).ToDictionary(entry => entry.ContextKeyName, entry => entry.ContextKeyValues.ToArray(), StringComparer.OrdinalIgnoreCase),
            });
        return Pages(results, result => $"{result.EvalActionName} {result.EvalResourceName}", marker, maxItems);

        EvaluationResult Evaluated(AccessRequest asked)
        {
            var decision = new[] { Policy.Decide(policies, asked), ofResource?.Decide(asked) ?? Decision.ImplicitDeny }.Max();
            if (boundary is not null && decision == Decision.Allowed)
            {
                var limit = Policy.Decide(boundary, asked);
                decision = limit == Decision.Allowed ? decision : limit;
            }

            return new EvaluationResult
            {
                EvalActionName = asked.Action,
                EvalResourceName = asked.Resource,
                EvalDecision = decision switch
                {
                    Decision.Allowed => PolicyEvaluationDecisionType.Allowed,
                    Decision.ExplicitDeny => PolicyEvaluationDecisionType.ExplicitDeny,
                    _ => PolicyEvaluationDecisionType.ImplicitDeny,
                },
                MatchedStatements = [],
                MissingContextValues = [.. policies.SelectMany(policy => policy.MissingContext(asked)).Distinct(StringComparer.OrdinalIgnoreCase)],
            };
        }
    }

    private static IEnumerable<Policy> Read(IEnumerable<string>? documents)
    {
        foreach (var document in documents ?? [])
        {
            Policy policy;
            try
            {
                policy = Policy.Parse(document);
            }
            catch (JsonException)
            {
                throw new AwsError("InvalidInput", "The policy document is not valid.");
            }

            yield return policy;
        }
    }
}
