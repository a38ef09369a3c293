using Amazon.IdentityManagement.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Policies of roles.</content>
public sealed partial class IamService
{
    // IAM and STS quotas: sum of all inline policies of a role, and managed policies attached to a role.
    private const int InlinePolicyCharacters = 10240;
    private const int PoliciesPerRole = 10;

    private static string PolicyName(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static List<AttachedPolicyType> Attached(IamRole role) =>
        [.. role.AttachedPolicies.Select(arn => new AttachedPolicyType { PolicyArn = arn, PolicyName = PolicyName(arn) })];

    private PutRolePolicyResponse PutRolePolicy(PutRolePolicyRequest request)
    {
        var role = ChangeableRole(request.RoleName);
        PolicyDocument.CheckIdentity(request.PolicyDocument);

        // White space does not count towards the quota.
        var size = role.InlinePolicies.Where(policy => policy.Key != request.PolicyName).Select(policy => policy.Value)
            .Append(request.PolicyDocument).Sum(document => document.Count(c => !char.IsWhiteSpace(c)));
        if (size > InlinePolicyCharacters)
        {
            throw new AwsError("LimitExceeded", $"Maximum policy size of {InlinePolicyCharacters} bytes exceeded for role {role.Name}", 409);
        }

        role.InlinePolicies[request.PolicyName] = request.PolicyDocument;
        return new PutRolePolicyResponse();
    }

    private GetRolePolicyResponse GetRolePolicy(GetRolePolicyRequest request) => new()
    {
        RoleName = request.RoleName,
        PolicyName = request.PolicyName,
        PolicyDocument = Uri.EscapeDataString(
            Role(request.RoleName).InlinePolicies.TryGetValue(request.PolicyName, out var document) ? document : throw NoPolicy(request.PolicyName)),
    };

    private DeleteRolePolicyResponse DeleteRolePolicy(DeleteRolePolicyRequest request)
    {
        if (!ChangeableRole(request.RoleName).InlinePolicies.Remove(request.PolicyName))
        {
            throw NoPolicy(request.PolicyName);
        }

        return new DeleteRolePolicyResponse();
    }

    private ListRolePoliciesResponse ListRolePolicies(ListRolePoliciesRequest request)
    {
        var page = Pages(Role(request.RoleName).InlinePolicies.Keys, name => name, request.Marker, request.MaxItems);
        return new ListRolePoliciesResponse { PolicyNames = [.. page.Items], IsTruncated = page.IsTruncated, Marker = page.NextToken };
    }

    private AttachRolePolicyResponse AttachRolePolicy(AttachRolePolicyRequest request)
    {
        var role = ChangeableRole(request.RoleName);
        CheckPolicyExists(request.PolicyArn);
        if (!role.AttachedPolicies.Contains(request.PolicyArn))
        {
            if (role.AttachedPolicies.Count >= PoliciesPerRole)
            {
                throw new AwsError("LimitExceeded", $"Cannot exceed quota for PoliciesPerRole: {PoliciesPerRole}", 409);
            }

            role.AttachedPolicies.Add(request.PolicyArn);
        }

        return new AttachRolePolicyResponse();
    }

    private DetachRolePolicyResponse DetachRolePolicy(DetachRolePolicyRequest request)
    {
        if (!ChangeableRole(request.RoleName).AttachedPolicies.Remove(request.PolicyArn))
        {
            throw NoSuchEntity($"Policy {request.PolicyArn} was not found.");
        }

        return new DetachRolePolicyResponse();
    }

    private ListAttachedRolePoliciesResponse ListAttachedRolePolicies(ListAttachedRolePoliciesRequest request)
    {
        var page = Pages(Attached(Role(request.RoleName)), policy => policy.PolicyArn, request.Marker, request.MaxItems);
        return new ListAttachedRolePoliciesResponse { AttachedPolicies = [.. page.Items], IsTruncated = page.IsTruncated, Marker = page.NextToken };
    }

    private GetAccountAuthorizationDetailsResponse GetAccountAuthorizationDetails(GetAccountAuthorizationDetailsRequest request)
    {
        var wanted = request.Filter is null or { Count: 0 } || request.Filter.Contains("Role");
        var page = Pages(wanted ? State.Roles.Values : Enumerable.Empty<IamRole>(), role => role.Name, request.Marker, request.MaxItems);
        return new GetAccountAuthorizationDetailsResponse
        {
            UserDetailList = [],
            GroupDetailList = [],
            Policies = [],
            RoleDetailList = [.. page.Items.Select(Detail)],
            IsTruncated = page.IsTruncated,
            Marker = page.NextToken,
        };
    }

    private static RoleDetail Detail(IamRole role) => new()
    {
        RoleName = role.Name,
        Path = role.Path,
        RoleId = role.Id,
        Arn = role.Arn,
        CreateDate = role.Created.UtcDateTime,
        AssumeRolePolicyDocument = Uri.EscapeDataString(role.TrustPolicy),
        InstanceProfileList = [],
        RolePolicyList =
            [.. role.InlinePolicies.Select(policy => new PolicyDetail { PolicyName = policy.Key, PolicyDocument = Uri.EscapeDataString(policy.Value) })],
        AttachedManagedPolicies = Attached(role),
        PermissionsBoundary = Boundary(role),
        Tags = TagList(role),
        RoleLastUsed = new RoleLastUsed(),
    };

    // AWS's own policies are taken on trust: there are more than a thousand. The account's own must be announced in the options.
    private void CheckPolicyExists(string arn)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal) || arn.Split(':', 6) is not [_, _, "iam", "", _, _])
        {
            throw new AwsError("InvalidInput", $"ARN {arn} is not valid.");
        }

        if (!arn.StartsWith("arn:aws:iam::aws:policy/", StringComparison.Ordinal) && !Region.Sandbox.Options.ManagedPolicies.Contains(arn))
        {
            throw NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
        }
    }

    private static AwsError NoPolicy(string name) => NoSuchEntity($"The role policy with name {name} cannot be found.");
}
