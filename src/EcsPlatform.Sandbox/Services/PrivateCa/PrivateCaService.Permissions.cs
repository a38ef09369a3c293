using System.Text.Json;
using Amazon.ACMPCA.Model;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <content>Permissions of services (ACM's renewals) and resource policies.</content>
public sealed partial class PrivateCaService
{
    private static readonly string[] Grantable = ["IssueCertificate", "GetCertificate", "ListPermissions"];

    private CreatePermissionResponse CreatePermission(CreatePermissionRequest request)
    {
        var authority = NotDeleted(Authority(request.CertificateAuthorityArn), "be shared");
        if (Find(authority, request.Principal, request.SourceAccount) is not null)
        {
            throw new AwsError("PermissionAlreadyExistsException", $"The permission for {request.Principal} already exists.");
        }

        if (Grantable.Any(action => request.Actions.TrueForAll(wanted => wanted != action)))
        {
            throw new AwsError("ValidationException", "The actions are IssueCertificate, GetCertificate and ListPermissions, all of them.");
        }

        authority.Permissions.Add(new Permission
        {
            CertificateAuthorityArn = authority.Arn,
            CreatedAt = Now.UtcDateTime,
            Principal = request.Principal,
            SourceAccount = request.SourceAccount ?? Region.AccountId,
            Actions = request.Actions,
        });
        return new CreatePermissionResponse();
    }

    private DeletePermissionResponse DeletePermission(DeletePermissionRequest request)
    {
        var authority = NotDeleted(Authority(request.CertificateAuthorityArn), "be changed");
        return Find(authority, request.Principal, request.SourceAccount) is { } permission && authority.Permissions.Remove(permission)
            ? new DeletePermissionResponse()
            : throw NotFound($"a permission for {request.Principal}");
    }

    private ListPermissionsResponse ListPermissions(ListPermissionsRequest request)
    {
        var permissions = NotDeleted(Authority(request.CertificateAuthorityArn), "be asked").Permissions;
        var page = Paging.Of(permissions, permission => $"{permission.Principal} {permission.SourceAccount}", request.NextToken, request.MaxResults ?? 100, InvalidToken);
        return new ListPermissionsResponse { Permissions = [.. page.Items], NextToken = page.NextToken };
    }

    private Permission? Find(StoredAuthority authority, string principal, string? account) =>
        authority.Permissions.Find(known => known.Principal == principal && known.SourceAccount == (account ?? Region.AccountId));

    private PutPolicyResponse PutPolicy(PutPolicyRequest request)
    {
        var authority = NotDeleted(Authority(request.ResourceArn), "be shared");
        try
        {
            Policy.Parse(request.Policy);
        }
        catch (JsonException)
        {
            throw new AwsError("InvalidPolicyException", "The resource policy is invalid or is missing a required statement.");
        }

        authority.Policy = request.Policy;
        return new PutPolicyResponse();
    }

    private GetPolicyResponse GetPolicy(GetPolicyRequest request) => new()
    {
        Policy = NotDeleted(Authority(request.ResourceArn), "be asked").Policy ?? throw NotFound($"a policy of {request.ResourceArn}"),
    };

    private DeletePolicyResponse DeletePolicy(DeletePolicyRequest request)
    {
        NotDeleted(Authority(request.ResourceArn), "be changed").Policy = null;
        return new DeletePolicyResponse();
    }
}
