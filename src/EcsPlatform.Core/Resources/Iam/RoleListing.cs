using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Iam;

/// <summary>Roles with their policies and tags: in one listing of the account where the caller may ask for it, role by role otherwise.</summary>
internal static class RoleListing
{
    private const int PageSize = 1000; // IAM API, the most

    public static async Task<IReadOnlyList<(string Name, RoleState State)>> RolesAsync(Observation observation)
    {
        var names = observation.DesiredOf<RoleResource>().Select(role => role.Name).ToHashSet(StringComparer.Ordinal);
        try
        {
            return await InBulkAsync(observation, names);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "AccessDenied" or "AccessDeniedException")
        {
            return await OneByOneAsync(observation);
        }
    }

    private static async Task<IReadOnlyList<(string Name, RoleState State)>> InBulkAsync(Observation observation, HashSet<string> names)
    {
        var roles = new List<(string, RoleState)>();
        string? marker = null;
        do
        {
            var answer = await observation.Aws.IdentityManagement.GetAccountAuthorizationDetailsAsync(
                new GetAccountAuthorizationDetailsRequest { Filter = ["Role"], MaxItems = PageSize, Marker = marker },
                observation.Cancellation);
            roles.AddRange((answer.RoleDetailList ?? [])
                .Where(role => role.Path == observation.Scope.IamPath || names.Contains(role.RoleName))
                .Select(role => (role.RoleName, new RoleState(
                    role.Arn,
                    role.AssumeRolePolicyDocument,
                    (role.RolePolicyList ?? []).ToDictionary(policy => policy.PolicyName, policy => policy.PolicyDocument, StringComparer.Ordinal),
                    [.. (role.AttachedManagedPolicies ?? []).Select(policy => policy.PolicyArn)],
                    Map(role.Tags)))));
            marker = answer.IsTruncated == true ? answer.Marker : null;
        }
        while (!string.IsNullOrEmpty(marker));
        return roles;
    }

    private static async Task<IReadOnlyList<(string Name, RoleState State)>> OneByOneAsync(Observation observation)
    {
        var roles = new List<Role>();
        string? marker = null;
        do
        {
            var answer = await observation.Aws.IdentityManagement.ListRolesAsync(
                new ListRolesRequest { PathPrefix = observation.Scope.IamPath, MaxItems = PageSize, Marker = marker },
                observation.Cancellation);
            roles.AddRange(answer.Roles ?? []);
            marker = answer.IsTruncated == true ? answer.Marker : null;
        }
        while (!string.IsNullOrEmpty(marker));
        return await Task.WhenAll(roles.Select(role => DetailAsync(observation, role)).ToArray());
    }

    private static async Task<(string Name, RoleState State)> DetailAsync(Observation observation, Role role)
    {
        var iam = observation.Aws.IdentityManagement;
        var tags = iam.ListRoleTagsAsync(new ListRoleTagsRequest { RoleName = role.RoleName }, observation.Cancellation);
        var attached = iam.ListAttachedRolePoliciesAsync(new ListAttachedRolePoliciesRequest { RoleName = role.RoleName }, observation.Cancellation);
        var inline = await iam.ListRolePoliciesAsync(new ListRolePoliciesRequest { RoleName = role.RoleName }, observation.Cancellation);
        var documents = await Task.WhenAll((inline.PolicyNames ?? []).Select(name =>
            iam.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = role.RoleName, PolicyName = name }, observation.Cancellation)).ToArray());
        return (role.RoleName, new RoleState(
            role.Arn,
            role.AssumeRolePolicyDocument,
            documents.ToDictionary(document => document.PolicyName, document => document.PolicyDocument, StringComparer.Ordinal),
            [.. ((await attached).AttachedPolicies ?? []).Select(policy => policy.PolicyArn)],
            Map((await tags).Tags)));
    }

    private static Dictionary<string, string> Map(List<Tag>? tags) => (tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
}
