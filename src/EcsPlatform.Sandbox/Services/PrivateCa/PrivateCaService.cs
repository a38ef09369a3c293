using System.Text.Json.Nodes;
using Amazon.ACMPCA.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.PrivateCa;

/// <summary>AWS Private CA: authorities with real keys, which issue real certificates.</summary>
public sealed partial class PrivateCaService : SandboxService<PrivateCaState>
{
    private readonly Step _created;
    private readonly Step _purge;

    internal PrivateCaService(SandboxRegion region)
        : base(region)
    {
        On(ACMPCAModel.CreateCertificateAuthority, CreateCertificateAuthority);
        On(ACMPCAModel.DescribeCertificateAuthority, request => new DescribeCertificateAuthorityResponse { CertificateAuthority = Shown(Authority(request.CertificateAuthorityArn)) });
        On(ACMPCAModel.ListCertificateAuthorities, ListCertificateAuthorities);
        On(ACMPCAModel.UpdateCertificateAuthority, UpdateCertificateAuthority);
        On(ACMPCAModel.DeleteCertificateAuthority, DeleteCertificateAuthority);
        On(ACMPCAModel.RestoreCertificateAuthority, RestoreCertificateAuthority);
        On(ACMPCAModel.GetCertificateAuthorityCsr, GetCertificateAuthorityCsr);
        On(ACMPCAModel.GetCertificateAuthorityCertificate, GetCertificateAuthorityCertificate);
        On(ACMPCAModel.ImportCertificateAuthorityCertificate, ImportCertificateAuthorityCertificate);
        On(ACMPCAModel.IssueCertificate, IssueCertificate);
        On(ACMPCAModel.GetCertificate, GetCertificate);
        On(ACMPCAModel.RevokeCertificate, RevokeCertificate);
        On(ACMPCAModel.CreatePermission, CreatePermission);
        On(ACMPCAModel.DeletePermission, DeletePermission);
        On(ACMPCAModel.ListPermissions, ListPermissions);
        On(ACMPCAModel.PutPolicy, PutPolicy);
        On(ACMPCAModel.GetPolicy, GetPolicy);
        On(ACMPCAModel.DeletePolicy, DeletePolicy);
        On(ACMPCAModel.TagCertificateAuthority, TagCertificateAuthority);
        On(ACMPCAModel.UntagCertificateAuthority, UntagCertificateAuthority);
        On(ACMPCAModel.ListTags, ListTags);
        _created = Step("authority-created", arn => SetStatus(State.Authorities[arn], "PENDING_CERTIFICATE"));
        _purge = Step("authority-purged", arn => State.Authorities.Remove(arn), background: true);
    }

    /// <summary>For other services: the authority with an ARN that is not deleted, or null.</summary>
    /// <param name="arn">The authority's ARN.</param>
    public StoredAuthority? FindAuthority(string? arn) =>
        arn is not null && State.Authorities.TryGetValue(arn, out var authority) && authority.Status != "DELETED" ? authority : null;

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Authorities.Values.Where(authority => authority.Status != "DELETED").Select(authority => new TaggedResource(authority.Arn, authority.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (FindAuthority(arn) is not { } known)
        {
            return false;
        }

        change(known.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) =>
        collection == nameof(PrivateCaState.Tokens) || entry?[nameof(StoredAuthority.Status)]?.GetValue<string>() == "DELETED";

    private static AwsError InvalidArgs(string message) => new("InvalidArgsException", message);

    private static AwsError InvalidState(StoredAuthority authority, string what) => new("InvalidStateException",
        $"The certificate authority {authority.Arn} is in state {authority.Status} and cannot {what}.");

    private static AwsError InvalidToken() => new("InvalidNextTokenException", "The token specified in the NextToken argument is not valid.");

    private static AwsError NotFound(string arn) => new("ResourceNotFoundException", $"Could not find {arn}.");

    private StoredAuthority Authority(string arn) =>
        !arn.Contains(":certificate-authority/", StringComparison.Ordinal)
            ? throw new AwsError("InvalidArnException", $"The ARN {arn} is not that of a certificate authority.")
            : State.Authorities.GetValueOrDefault(arn) ?? throw NotFound(arn);

    // Tokens are remembered for five minutes (CreateCertificateAuthority, IssueCertificate).
    private string? Repeated(string operation, string? token) =>
        token is not null && State.Tokens.TryGetValue($"{operation} {token}", out var answered) && answered.Until > Now ? answered.Arn : null;

    private void Remember(string operation, string? token, string arn)
    {
        if (token is not null)
        {
            State.Tokens[$"{operation} {token}"] = new AnsweredToken(arn, Now.AddMinutes(5));
        }
    }

    private static TagSet Tags(IEnumerable<Tag>? tags) => TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidTagException");

    private TagCertificateAuthorityResponse TagCertificateAuthority(TagCertificateAuthorityRequest request)
    {
        NotDeleted(Authority(request.CertificateAuthorityArn), "be tagged").Tags.Put(Tags(request.Tags), "TooManyTagsException");
        return new TagCertificateAuthorityResponse();
    }

    // A value that is given must be the tag's (UntagCertificateAuthority).
    private UntagCertificateAuthorityResponse UntagCertificateAuthority(UntagCertificateAuthorityRequest request)
    {
        var tags = NotDeleted(Authority(request.CertificateAuthorityArn), "be untagged").Tags;
        tags.Remove(request.Tags.Where(tag => tag.Value is null || tags.GetValueOrDefault(tag.Key) == tag.Value).Select(tag => tag.Key));
        return new UntagCertificateAuthorityResponse();
    }

    private ListTagsResponse ListTags(ListTagsRequest request)
    {
        var tags = NotDeleted(Authority(request.CertificateAuthorityArn), "be asked for its tags").Tags.To((key, value) => new Tag { Key = key, Value = value });
        var page = Paging.Of(tags, tag => tag.Key, request.NextToken, request.MaxResults ?? 50, InvalidToken);
        return new ListTagsResponse { Tags = [.. page.Items], NextToken = page.NextToken };
    }

    private static StoredAuthority NotDeleted(StoredAuthority authority, string what) =>
        authority.Status == "DELETED" ? throw InvalidState(authority, what) : authority;
}
