using Amazon.KeyManagementService.Model;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <content>Grants.</content>
public sealed partial class KmsService
{
    private CreateGrantResponse CreateGrant(CreateGrantRequest request, CallContext context)
    {
        var key = Usable(Authorized(Key(request.KeyId), "CreateGrant", context));
        CheckPrincipal(request.GranteePrincipal);
        CheckPrincipal(request.RetiringPrincipal);
        var constraints = request.Constraints;
        StopAtDryRun(request.DryRun);
        var grant = new KmsGrant
        {
            Id = Ids.Hex(64),
            Token = Ids.Alphanumeric(120),
            Name = request.Name,
            Grantee = request.GranteePrincipal,
            Retiring = request.RetiringPrincipal,
            Operations = request.Operations,
            Created = Now,
            ContextEquals = constraints?.EncryptionContextEquals,
            ContextSubset = constraints?.EncryptionContextSubset,
        };

        // A name makes a repeated request the same grant.
        var same = request.Name is null ? null : key.Grants.Values.FirstOrDefault(known =>
            known.Name == grant.Name && known.Grantee == grant.Grantee && known.Operations.SequenceEqual(grant.Operations));
        grant = same ?? (key.Grants[grant.Id] = grant);
        return new CreateGrantResponse { GrantId = grant.Id, GrantToken = grant.Token };
    }

    private void CheckPrincipal(string? arn)
    {
        if (arn?.StartsWith($"arn:aws:iam::{Region.AccountId}:role/", StringComparison.Ordinal) == true && Region.Get<IamService>().FindRole(arn) is null)
        {
            throw new AwsError("InvalidArnException", $"ARN does not refer to a valid principal: {arn}");
        }
    }

    private ListGrantsResponse ListGrants(ListGrantsRequest request, CallContext context)
    {
        var key = NotPendingDeletion(Authorized(Key(request.KeyId), "ListGrants", context));
        var grants = key.Grants.Values.Where(grant =>
            (request.GrantId is null || grant.Id == request.GrantId) && (request.GranteePrincipal is null || grant.Grantee == request.GranteePrincipal));
        var page = Paging.Of(grants, grant => grant.Id, request.Marker, request.Limit ?? 50, InvalidMarker);
        return new ListGrantsResponse
        {
            Grants = [.. page.Items.Select(grant => Shown(key, grant))],
            Truncated = page.IsTruncated,
            NextMarker = page.NextToken,
        };
    }

    private GrantListEntry Shown(KmsKey key, KmsGrant grant) => new()
    {
        KeyId = key.Arn,
        GrantId = grant.Id,
        Name = grant.Name ?? "",
        CreationDate = grant.Created.UtcDateTime,
        GranteePrincipal = grant.Grantee,
        RetiringPrincipal = grant.Retiring,
        IssuingAccount = $"arn:aws:iam::{Region.AccountId}:root",
        Operations = [.. grant.Operations],
        Constraints = grant.ContextEquals is null && grant.ContextSubset is null
            ? null
            : new GrantConstraints { EncryptionContextEquals = grant.ContextEquals, EncryptionContextSubset = grant.ContextSubset },
    };

    private RevokeGrantResponse RevokeGrant(RevokeGrantRequest request, CallContext context)
    {
        var key = NotPendingDeletion(Authorized(Key(request.KeyId), "RevokeGrant", context));
        return key.Grants.Remove(request.GrantId) ? new RevokeGrantResponse() : throw NoGrant(request.GrantId);
    }

    private RetireGrantResponse RetireGrant(RetireGrantRequest request)
    {
        if (request.GrantToken is { } token)
        {
            var holder = State.Keys.Values.FirstOrDefault(key => key.Grants.Values.Any(grant => grant.Token == token))
                ?? throw new AwsError("InvalidGrantTokenException", "The specified grant token is not valid.");
            holder.Grants.Remove(holder.Grants.Values.First(grant => grant.Token == token).Id);
            return new RetireGrantResponse();
        }

        if (request.KeyId is null || request.GrantId is null)
        {
            throw Invalid("A grant is retired by its token, or by key and grant id.");
        }

        return Key(request.KeyId).Grants.Remove(request.GrantId) ? new RetireGrantResponse() : throw NoGrant(request.GrantId);
    }

    private static AwsError NoGrant(string id) => new("NotFoundException", $"Grant ID {id} not found");
}
