using System.Text.Json.Nodes;
using Amazon.IdentityManagement.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services;

/// <summary>IAM: roles with inline and attached policies.</summary>
/// <remarks>Roles are not in the tagging API, as in AWS.</remarks>
public sealed partial class IamService : SandboxService<IamState>
{
    internal IamService(SandboxRegion region)
        : base(region)
    {
        On(IdentityManagementModel.CreateRole, CreateRole);
        On(IdentityManagementModel.GetRole, request => new GetRoleResponse { Role = Shown(Role(request.RoleName), full: true) });
        On(IdentityManagementModel.ListRoles, ListRoles);
        On(IdentityManagementModel.UpdateRole, UpdateRole);
        On(IdentityManagementModel.UpdateRoleDescription, UpdateRoleDescription);
        On(IdentityManagementModel.UpdateAssumeRolePolicy, UpdateAssumeRolePolicy);
        On(IdentityManagementModel.DeleteRole, DeleteRole);
        On(IdentityManagementModel.CreateServiceLinkedRole, CreateServiceLinkedRole);
        On(IdentityManagementModel.TagRole, TagRole);
        On(IdentityManagementModel.UntagRole, UntagRole);
        On(IdentityManagementModel.ListRoleTags, ListRoleTags);
        On(IdentityManagementModel.ListInstanceProfilesForRole, ListInstanceProfilesForRole);
        On(IdentityManagementModel.PutRolePolicy, PutRolePolicy);
        On(IdentityManagementModel.GetRolePolicy, GetRolePolicy);
        On(IdentityManagementModel.DeleteRolePolicy, DeleteRolePolicy);
        On(IdentityManagementModel.ListRolePolicies, ListRolePolicies);
        On(IdentityManagementModel.AttachRolePolicy, AttachRolePolicy);
        On(IdentityManagementModel.DetachRolePolicy, DetachRolePolicy);
        On(IdentityManagementModel.ListAttachedRolePolicies, ListAttachedRolePolicies);
        On(IdentityManagementModel.GetAccountAuthorizationDetails, GetAccountAuthorizationDetails);
        On(IdentityManagementModel.SimulateCustomPolicy, SimulateCustomPolicy);
        On(IdentityManagementModel.SimulatePrincipalPolicy, SimulatePrincipalPolicy);
    }

    /// <summary>For other services: the role with that ARN, or null.</summary>
    /// <param name="arn">The role's ARN.</param>
    public IamRole? FindRole(string? arn) => State.Roles.Values.FirstOrDefault(role => role.Arn == arn);

    /// <summary>For other services: whether a role exists, has spread through IAM, and trusts the service ("ecs-tasks.amazonaws.com").</summary>
    /// <param name="arn">The role's ARN.</param>
    /// <param name="servicePrincipal">Who wants to assume it; null asks for no particular trust.</param>
    public bool IsAssumable(string? arn, string? servicePrincipal = null) =>
        FindRole(arn) is { } role
        && role.AssumableFrom <= Now
        && (servicePrincipal is null || PolicyDocument.Trusts(role.TrustPolicy, servicePrincipal));

    /// <summary>For other services: the role of that name, or null.</summary>
    /// <param name="name">The role's name.</param>
    public IamRole? FindRoleByName(string name) => State.Roles.GetValueOrDefault(name);

    /// <summary>For other services: makes sure that a service-linked role exists, as services do on first use.</summary>
    /// <param name="service">"ecs.amazonaws.com".</param>
    public void EnsureServiceLinkedRole(string service)
    {
        if (!State.Roles.ContainsKey(ServiceLinkedRoles.NameOf(service, null)))
        {
            AddServiceLinkedRole(service, null, null);
        }
    }

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) => entry?[nameof(IamRole.ServiceLinked)]?.GetValue<bool>() == true;

    /// <inheritdoc/>
    protected internal override AwsError Throttled(ServiceModel model) => new("Throttling", "Rate exceeded", 400);

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) =>
        new("ServiceFailure", "The request processing has failed because of an unknown error, exception or failure.", 500);

    private static AwsError NoSuchEntity(string message) => new("NoSuchEntity", message, 404);

    private static Page<T> Pages<T>(IEnumerable<T> items, Func<T, string> key, string? marker, int? maxItems) =>
        Paging.Of(items, key, marker, maxItems ?? 100, () => new AwsError("ValidationError", "Invalid Marker."));

    private IamRole Role(string name) =>
        State.Roles.Values.FirstOrDefault(role => string.Equals(role.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw NoSuchEntity($"The role with name {name} cannot be found.");

    private IamRole ChangeableRole(string name)
    {
        var role = Role(name);
        return role.ServiceLinked
            ? throw new AwsError("UnmodifiableEntity",
                $"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS")
            : role;
    }
}
