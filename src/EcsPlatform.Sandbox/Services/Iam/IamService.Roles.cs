using Amazon.IdentityManagement.Model;

namespace EcsPlatform.Sandbox.Services;

/// <content>Roles themselves and their tags.</content>
public sealed partial class IamService
{
    private static Role Shown(IamRole role, bool full) => new()
    {
        RoleName = role.Name,
        Path = role.Path,
        RoleId = role.Id,
        Arn = role.Arn,
        CreateDate = role.Created.UtcDateTime,
        AssumeRolePolicyDocument = Uri.EscapeDataString(role.TrustPolicy),
        Description = role.Description,
        MaxSessionDuration = role.MaxSessionDuration,

        // Listings leave these out (IAM API reference, ListRoles).
        PermissionsBoundary = full ? Boundary(role) : null,
        Tags = full && role.Tags.Count > 0 ? TagList(role) : null,
        RoleLastUsed = full ? new RoleLastUsed() : null,
    };

    private static AttachedPermissionsBoundary? Boundary(IamRole role) => role.PermissionsBoundary is null
        ? null
        : new() { PermissionsBoundaryArn = role.PermissionsBoundary, PermissionsBoundaryType = "Policy" };

    private static List<Tag> TagList(IamRole role) => role.Tags.To((key, value) => new Tag { Key = key, Value = value });

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidInput");

    private CreateRoleResponse CreateRole(CreateRoleRequest request)
    {
        PolicyDocument.CheckTrust(request.AssumeRolePolicyDocument, RoleExists);
        if (request.PermissionsBoundary is { } boundary)
        {
            CheckPolicyExists(boundary);
        }

        var tags = Tags(request.Tags);
        if (request.Path is { } path && (!path.StartsWith('/') || !path.EndsWith('/')))
        {
            throw new AwsError("ValidationError",
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
        }

        if (State.Roles.Keys.Any(name => string.Equals(name, request.RoleName, StringComparison.OrdinalIgnoreCase)))
        {
            throw new AwsError("EntityAlreadyExists", $"Role with name {request.RoleName} already exists.", 409);
        }

        var role = Add(new IamRole
        {
            Name = request.RoleName,
            Path = request.Path ?? "/",
            Id = Ids.Iam("AROA"),
            Arn = Region.Arn("iam", $"role{request.Path ?? "/"}{request.RoleName}"),
            Created = Now,
            AssumableFrom = Now + (Region.Sandbox.Options.RolePropagation / Region.Sandbox.Options.LifecycleSpeed),
            TrustPolicy = request.AssumeRolePolicyDocument,
            Description = request.Description,
            MaxSessionDuration = request.MaxSessionDuration ?? 3600,
            PermissionsBoundary = request.PermissionsBoundary,
            Tags = tags,
        });
        return new CreateRoleResponse { Role = Shown(role, full: true) };
    }

    private CreateServiceLinkedRoleResponse CreateServiceLinkedRole(CreateServiceLinkedRoleRequest request)
    {
        var name = ServiceLinkedRoles.NameOf(request.AWSServiceName, request.CustomSuffix);
        if (State.Roles.ContainsKey(name))
        {
            throw new AwsError("InvalidInput", $"Service role name {name} has been taken in this account, please try a different suffix.");
        }

        var role = AddServiceLinkedRole(request.AWSServiceName, request.CustomSuffix, request.Description);
        return new CreateServiceLinkedRoleResponse { Role = Shown(role, full: true) };
    }

    private IamRole AddServiceLinkedRole(string service, string? suffix, string? description)
    {
        var name = ServiceLinkedRoles.NameOf(service, suffix);
        return Add(new IamRole
        {
            Name = name,
            Path = $"/aws-service-role/{service}/",
            Id = Ids.Iam("AROA"),
            Arn = Region.Arn("iam", $"role/aws-service-role/{service}/{name}"),
            Created = Now,
            AssumableFrom = Now,
            TrustPolicy = ServiceLinkedRoles.TrustPolicy(service),
            Description = description,
            ServiceLinked = true,
            AttachedPolicies = { ServiceLinkedRoles.PolicyOf(service) },
        });
    }

    private IamRole Add(IamRole role) => State.Roles[role.Name] = role;

    private bool RoleExists(string arn) => FindRole(arn) is not null;

    private ListRolesResponse ListRoles(ListRolesRequest request)
    {
        var roles = State.Roles.Values.Where(role => role.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal));
        var page = Pages(roles, role => role.Name, request.Marker, request.MaxItems);
        return new ListRolesResponse
        {
            Roles = [.. page.Items.Select(role => Shown(role, full: false))],
            IsTruncated = page.IsTruncated,
            Marker = page.NextToken,
        };
    }

    private UpdateRoleResponse UpdateRole(UpdateRoleRequest request)
    {
        var role = ChangeableRole(request.RoleName);
        role.Description = request.Description ?? role.Description;
        role.MaxSessionDuration = request.MaxSessionDuration ?? role.MaxSessionDuration;
        return new UpdateRoleResponse();
    }

    // The older way to change a description, which Terraform still goes.
    private UpdateRoleDescriptionResponse UpdateRoleDescription(UpdateRoleDescriptionRequest request)
    {
        var role = ChangeableRole(request.RoleName);
        role.Description = request.Description;
        return new UpdateRoleDescriptionResponse { Role = Shown(role, full: true) };
    }

    private UpdateAssumeRolePolicyResponse UpdateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request)
    {
        var role = ChangeableRole(request.RoleName);
        PolicyDocument.CheckTrust(request.PolicyDocument, RoleExists);
        role.TrustPolicy = request.PolicyDocument;
        return new UpdateAssumeRolePolicyResponse();
    }

    private DeleteRoleResponse DeleteRole(DeleteRoleRequest request)
    {
        var role = ChangeableRole(request.RoleName);
        if (role.AttachedPolicies.Count > 0)
        {
            throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
        }

        if (role.InlinePolicies.Count > 0)
        {
            throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
        }

        State.Roles.Remove(role.Name);
        return new DeleteRoleResponse();
    }

    private TagRoleResponse TagRole(TagRoleRequest request)
    {
        ChangeableRole(request.RoleName).Tags.Put(Tags(request.Tags), "InvalidInput");
        return new TagRoleResponse();
    }

    private UntagRoleResponse UntagRole(UntagRoleRequest request)
    {
        ChangeableRole(request.RoleName).Tags.Remove(request.TagKeys);
        return new UntagRoleResponse();
    }

    private ListRoleTagsResponse ListRoleTags(ListRoleTagsRequest request)
    {
        var page = Pages(TagList(Role(request.RoleName)), tag => tag.Key, request.Marker, request.MaxItems);
        return new ListRoleTagsResponse { Tags = [.. page.Items], IsTruncated = page.IsTruncated, Marker = page.NextToken };
    }

    private ListInstanceProfilesForRoleResponse ListInstanceProfilesForRole(ListInstanceProfilesForRoleRequest request)
    {
        Role(request.RoleName);
        return new ListInstanceProfilesForRoleResponse { InstanceProfiles = [], IsTruncated = false };
    }
}
