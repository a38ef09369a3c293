using Amazon.ACMPCA.Model;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <content>Authorities and their lives.</content>
public sealed partial class PrivateCaService
{
    // "AWS Private CA quotas": deleted ones count until they are gone for good.
    private const int AuthoritiesPerRegion = 200;
    private const int DefaultRestorationDays = 30;

    private static readonly TimeSpan Creation = TimeSpan.FromSeconds(10);

    private void SetStatus(StoredAuthority authority, string status)
    {
        authority.Status = status;
        authority.StateChanged = Now;
    }

    private string StatusOf(StoredAuthority authority) =>
        authority.Status is "ACTIVE" or "DISABLED" && authority.NotAfter < Now ? "EXPIRED" : authority.Status;

    private CreateCertificateAuthorityResponse CreateCertificateAuthority(CreateCertificateAuthorityRequest request)
    {
        var tags = Tags(request.Tags);
        if (Repeated("create", request.IdempotencyToken) is { } first && State.Authorities.ContainsKey(first))
        {
            return new CreateCertificateAuthorityResponse { CertificateAuthorityArn = first };
        }

        if (State.Authorities.Count >= AuthoritiesPerRegion)
        {
            throw new AwsError("LimitExceededException", $"The quota of {AuthoritiesPerRegion} certificate authorities is reached.");
        }

        var configuration = request.CertificateAuthorityConfiguration;
        var (algorithm, signing) = (configuration.KeyAlgorithm.Value, configuration.SigningAlgorithm.Value);
        if (!SigningKey.Fits(algorithm, signing))
        {
            throw InvalidArgs($"The signing algorithm {signing} does not go with the key algorithm {algorithm}.");
        }

        using var key = SigningKey.Create(algorithm) ?? throw InvalidArgs($"The EcsPlatform sandbox does not have the key algorithm {algorithm}.");
        var arn = Region.Arn("acm-pca", $"certificate-authority/{Ids.Uuid()}");
        State.Authorities[arn] = new StoredAuthority
        {
            Arn = arn,
            Created = Now,
            StateChanged = Now,
            Type = request.CertificateAuthorityType.Value,
            UsageMode = request.UsageMode?.Value ?? "GENERAL_PURPOSE",
            KeyStorage = request.KeyStorageSecurityStandard?.Value ?? "FIPS_140_2_LEVEL_3_OR_HIGHER",
            Configuration = configuration,
            Revocation = request.RevocationConfiguration,
            Status = "CREATING",
            Key = key.Export(),
            Csr = key.Request(Subjects.Name(configuration.Subject), SigningKey.HashOf(signing)).CreateSigningRequestPem(),
            Tags = tags,
        };
        Remember("create", request.IdempotencyToken, arn);
        _created.After(Creation, arn);
        return new CreateCertificateAuthorityResponse { CertificateAuthorityArn = arn };
    }

    private CertificateAuthority Shown(StoredAuthority authority) => new()
    {
        Arn = authority.Arn,
        OwnerAccount = Region.AccountId,
        CreatedAt = authority.Created.UtcDateTime,
        LastStateChangeAt = authority.StateChanged.UtcDateTime,
        Type = authority.Type,
        Serial = authority.Serial,
        Status = StatusOf(authority),
        NotBefore = authority.NotBefore?.UtcDateTime,
        NotAfter = authority.NotAfter?.UtcDateTime,
        CertificateAuthorityConfiguration = authority.Configuration,
        RevocationConfiguration = authority.Revocation ?? new RevocationConfiguration
        {
            CrlConfiguration = new CrlConfiguration { Enabled = false },
            OcspConfiguration = new OcspConfiguration { Enabled = false },
        },
        RestorableUntil = authority.RestorableUntil?.UtcDateTime,
        KeyStorageSecurityStandard = authority.KeyStorage,
        UsageMode = authority.UsageMode,
    };

    private ListCertificateAuthoritiesResponse ListCertificateAuthorities(ListCertificateAuthoritiesRequest request)
    {
        var own = State.Authorities.Values.Where(_ => request.ResourceOwner?.Value != "OTHER_ACCOUNTS").OrderBy(authority => authority.Created);
        var page = Paging.Of(own, authority => authority.Arn, request.NextToken, request.MaxResults ?? 100, InvalidToken);
        return new ListCertificateAuthoritiesResponse { CertificateAuthorities = [.. page.Items.Select(Shown)], NextToken = page.NextToken };
    }

    private UpdateCertificateAuthorityResponse UpdateCertificateAuthority(UpdateCertificateAuthorityRequest request)
    {
        var authority = Authority(request.CertificateAuthorityArn);
        if (authority.Status is not ("ACTIVE" or "DISABLED"))
        {
            throw InvalidState(authority, "be updated");
        }

        if (request.Status is { } status)
        {
            if (status.Value is not ("ACTIVE" or "DISABLED"))
            {
                throw InvalidArgs($"A certificate authority can be made ACTIVE or DISABLED, not {status}.");
            }

            SetStatus(authority, status.Value);
        }

        authority.Revocation = request.RevocationConfiguration ?? authority.Revocation;
        return new UpdateCertificateAuthorityResponse();
    }

    private DeleteCertificateAuthorityResponse DeleteCertificateAuthority(DeleteCertificateAuthorityRequest request)
    {
        var authority = Authority(request.CertificateAuthorityArn);
        if (StatusOf(authority) is "ACTIVE" or "DELETED")
        {
            throw InvalidState(authority, "be deleted");
        }

        if (authority.Status == "CREATING")
        {
            // "… deleted in the CREATING or FAILED state has no assigned restoration period and cannot be restored."
            _created.Cancel(authority.Arn);
            State.Authorities.Remove(authority.Arn);
            return new DeleteCertificateAuthorityResponse();
        }

        authority.StatusBeforeDeletion = authority.Status;
        authority.RestorableUntil = Now.AddDays(request.PermanentDeletionTimeInDays ?? DefaultRestorationDays);
        SetStatus(authority, "DELETED");
        _purge.At(authority.RestorableUntil.Value, authority.Arn);
        return new DeleteCertificateAuthorityResponse();
    }

    private RestoreCertificateAuthorityResponse RestoreCertificateAuthority(RestoreCertificateAuthorityRequest request)
    {
        var authority = Authority(request.CertificateAuthorityArn);
        if (authority.Status != "DELETED")
        {
            throw InvalidState(authority, "be restored");
        }

        SetStatus(authority, authority.StatusBeforeDeletion!);
        authority.RestorableUntil = null;
        authority.StatusBeforeDeletion = null;
        _purge.Cancel(authority.Arn);
        return new RestoreCertificateAuthorityResponse();
    }

    private GetCertificateAuthorityCsrResponse GetCertificateAuthorityCsr(GetCertificateAuthorityCsrRequest request)
    {
        var authority = NotDeleted(Authority(request.CertificateAuthorityArn), "give a signing request");
        return authority.Status == "CREATING"
            ? throw new AwsError("RequestInProgressException", $"The certificate authority {authority.Arn} is still being created.")
            : new GetCertificateAuthorityCsrResponse { Csr = authority.Csr };
    }
}
