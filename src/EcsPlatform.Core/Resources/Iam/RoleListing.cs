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
        catch (AmazonServiceException error) when (error.IsDenied())
        {
            return await OneByOneAsync(observation);
        }
    }

    private static async Task<IReadOnlyList<(string Name, RoleState State)>> InBulkAsync(Observation observation, HashSet<string> names)
    {
        var roles = await Pages.AllAsync(
            marker => observation.Aws.IdentityManagement.GetAccountAuthorizationDetailsAsync(
                new GetAccountAuthorizationDetailsRequest { Filter = ["Role"], MaxItems = PageSize, Marker = marker },
                observation.Cancellation),
            page => page.RoleDetailList?.Where(role => role.Path == observation.Scope.IamPath || names.Contains(role.RoleName)),
            page => page.IsTruncated == true ? page.Marker : null);
        return [.. roles.Select(role => (role.RoleName, new RoleState(
            role.Arn,
            role.AssumeRolePolicyDocument,
            (role.RolePolicyList ?? []).ToDictionary(policy => policy.PolicyName, policy => policy.PolicyDocument, StringComparer.Ordinal),
            [.. (role.AttachedManagedPolicies ?? []).Select(policy => policy.PolicyArn)],
            Map(role.Tags))))];
    }

    private static async Task<IReadOnlyList<(string Name, RoleState State)>> OneByOneAsync(Observation observation)
    {
        var roles = await Pages.AllAsync(
            marker => observation.Aws.IdentityManagement.ListRolesAsync(
                new ListRolesRequest { PathPrefix = observation.Scope.IamPath, MaxItems = PageSize, Marker = marker },
                observation.Cancellation),
            page => page.Roles,
            page => page.IsTruncated == true ? page.Marker : null);
        return await Task.WhenAll(roles.Select(role => DetailAsync(observation, role)).ToArray());
    }

    private static async Task<(string Name, RoleState State)> DetailAsync(Observation observation, Role role)
    {
        var iam = observation.Aws.IdentityManagement;
        var tags = iam.ListRoleTagsAsync(new ListRoleTagsRequest { RoleName = role.RoleName }, observation.Cancellation);
        var attached = iam.ListAttachedRolePoliciesAsync(new ListAttachedRolePoliciesRequest { RoleName = role.RoleName }, observation.Cancellation);
        var inline = iam.ListRolePoliciesAsync(new ListRolePoliciesRequest { RoleName = role.RoleName }, observation.Cancellation);
        await Task.WhenAll(tags, attached, inline);
        var documents = await Task.WhenAll(((await inline).PolicyNames ?? []).Select(name =>
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
