using Amazon.ACMPCA;
using Amazon.ACMPCA.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;
using SigningAlgorithm = Amazon.ACMPCA.SigningAlgorithm;

namespace EcsPlatform.Core.Resources.AcmPca;

/// <summary>A private root certificate authority for certificates that live for days (short-lived mode).</summary>
public sealed class CertificateAuthorityResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => CertificateAuthorityKind.Instance;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];

    /// <summary>Makes repeated creating calls of one run one creation, for five minutes (Private CA API, CreateCertificateAuthority: IdempotencyToken). Another run has another: the first one's authority may be deleted by then.</summary>
    internal string Token { get; } = Guid.NewGuid().ToString("N");
}

/// <summary>An authority with its tags.</summary>
public sealed record CertificateAuthorityState(CertificateAuthority Authority, IReadOnlyDictionary<string, string> Tags);

/// <summary>
/// How authorities are found, made, activated and removed. A new one is PENDING_CERTIFICATE until it has signed a certificate for itself;
/// one that is DELETED can be restored for some days and counts as gone.
/// </summary>
public sealed class CertificateAuthorityKind : ResourceKind<CertificateAuthorityResource, CertificateAuthorityState>
{
    private const int PermanentDeletionDays = 7; // Private CA API, DeleteCertificateAuthority: the least

    /// <summary>The one instance.</summary>
    public static CertificateAuthorityKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "certificate-authority";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "secret", "function"];

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ResourceNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "ConcurrentModificationException" or "RequestInProgressException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<CertificateAuthorityState>>> ObserveAsync(Observation observation)
    {
        var tagging = observation.TaggedAsync("acm-pca:certificate-authority"); // side by side with the listing
        if (!await observation.MattersAsync<CertificateAuthorityResource>(this, "acm-pca:certificate-authority"))
        {
            return [];
        }

        var listing = Pages.AllAsync(
            next => observation.Aws.ACMPCA.ListCertificateAuthoritiesAsync(
                new ListCertificateAuthoritiesRequest { ResourceOwner = ResourceOwner.SELF, NextToken = next },
                observation.Cancellation),
            page => page.CertificateAuthorities,
            page => page.NextToken);
        await Task.WhenAll(tagging, listing);
        var found = await Task.WhenAll((await listing).Where(authority => authority.Status != CertificateAuthorityStatus.DELETED).Select(async authority =>
        {
            var tags = await observation.TagsOfAsync("acm-pca:certificate-authority", authority.Arn, () => TagsAsync(observation, authority.Arn));
            return Found(observation, tags.GetValueOrDefault("Name") ?? authority.Arn, authority.Arn, new CertificateAuthorityState(authority, tags), tags);
        }).ToArray());

        // One that has failed never issues: nobody's, so that it goes and another one comes.
        return found.Where(live => live.Ours).Select(live => live.State.Authority.Status == CertificateAuthorityStatus.FAILED ? live with { LogicalId = null } : live);
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(CertificateAuthorityResource desired, CertificateAuthorityState live, Resolution resolution) => new Differences()
        .Check("status", live.Authority.Status?.Value, CertificateAuthorityStatus.ACTIVE.Value)
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(CertificateAuthorityResource desired, Resolution resolution) =>
        [PlannedCall.Of(ACMPCAModel.CreateCertificateAuthority, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<CertificateAuthorityState>> CreateAsync(CertificateAuthorityResource desired, ApplyContext context)
    {
        var arn = (await context.Aws.ACMPCA.CreateCertificateAuthorityAsync(Request(desired, context.Resolution), context.Cancellation)).CertificateAuthorityArn;
        var authority = new CertificateAuthority { Arn = arn, Status = CertificateAuthorityStatus.CREATING };
        return Made(desired, arn, new CertificateAuthorityState(authority, context.Resolution.Tags(desired)));
    }

    /// <inheritdoc/>
    protected override async Task<Live<CertificateAuthorityState>> UpdateAsync(
        CertificateAuthorityResource desired,
        Live<CertificateAuthorityState> live,
        IReadOnlyList<PropertyDifference> differences,
        ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await context.Aws.ACMPCA.TagCertificateAuthorityAsync(
                new TagCertificateAuthorityRequest { CertificateAuthorityArn = live.Id, Tags = Tags(desired, context.Resolution) },
                context.Cancellation);
        }

        if (live.State.Authority.Status == CertificateAuthorityStatus.DISABLED)
        {
            await SetStatusAsync(live.Id, CertificateAuthorityStatus.ACTIVE, context);
        }

        return live; // one that waits for its certificate gets it while it is awaited
    }

    /// <inheritdoc/>
    protected override bool IsReady(CertificateAuthorityState state) => state.Authority.Status == CertificateAuthorityStatus.ACTIVE;

    /// <inheritdoc/>
    protected override async Task<Live<CertificateAuthorityState>> WaitReadyAsync(Live<CertificateAuthorityState> live, ApplyContext context)
    {
        context.Waiting($"Certificate authority {live.Name} is being made");
        var authority = (await AuthorityWaits.SettledAsync(live.Id, context))!;
        if (authority.Status == CertificateAuthorityStatus.PENDING_CERTIFICATE)
        {
            context.Waiting($"Certificate authority {live.Name} signs its own certificate");
            await SelfSigning.ActivateAsync(authority, context);
            authority = (await AuthorityWaits.ActiveAsync(live.Id, context))!;
        }

        return authority.Status == CertificateAuthorityStatus.ACTIVE
            ? live with { State = live.State with { Authority = authority } }
            : throw new ResourceFailedException(
                "CertificateAuthorityFailed",
                $"Certificate authority {live.Id} is {authority.Status}{(authority.FailureReason is { } reason ? $": {reason}" : "")}.",
                authority.Status == CertificateAuthorityStatus.FAILED
                    ? "Run it again: the failed authority is removed and another one made."
                    : "Remove it, or bring it back to ACTIVE, and run again.");
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(Live<CertificateAuthorityState> live, ApplyContext context)
    {
        if (live.State.Authority.Status == CertificateAuthorityStatus.ACTIVE)
        {
            await SetStatusAsync(live.Id, CertificateAuthorityStatus.DISABLED, context); // DeleteCertificateAuthority: "you must disable the CA first"
        }

        await context.Aws.ACMPCA.DeleteCertificateAuthorityAsync(
            new DeleteCertificateAuthorityRequest { CertificateAuthorityArn = live.Id, PermanentDeletionTimeInDays = PermanentDeletionDays },
            context.Cancellation);
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(CertificateAuthorityResource desired) => "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/00000000-0000-0000-0000-000000000000";

    private static CreateCertificateAuthorityRequest Request(CertificateAuthorityResource desired, Resolution resolution) => new()
    {
        CertificateAuthorityType = CertificateAuthorityType.ROOT,
        UsageMode = CertificateAuthorityUsageMode.SHORT_LIVED_CERTIFICATE,
        CertificateAuthorityConfiguration = new CertificateAuthorityConfiguration
        {
            KeyAlgorithm = KeyAlgorithm.EC_prime256v1,
            SigningAlgorithm = SigningAlgorithm.SHA256WITHECDSA,
            Subject = new ASN1Subject { CommonName = desired.Name },
        },
        IdempotencyToken = desired.Token,
        Tags = Tags(desired, resolution),
    };

    private static List<Tag> Tags(CertificateAuthorityResource desired, Resolution resolution) => [.. resolution.Tags(desired).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static Task SetStatusAsync(string arn, CertificateAuthorityStatus status, ApplyContext context) =>
        context.Aws.ACMPCA.UpdateCertificateAuthorityAsync(new UpdateCertificateAuthorityRequest { CertificateAuthorityArn = arn, Status = status }, context.Cancellation);

    private static async Task<IReadOnlyDictionary<string, string>> TagsAsync(Observation observation, string arn)
    {
        var tags = await Pages.AllAsync(
            next => observation.Aws.ACMPCA.ListTagsAsync(new ListTagsRequest { CertificateAuthorityArn = arn, NextToken = next }, observation.Cancellation),
            page => page.Tags,
            page => page.NextToken);
        return tags.ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
    }
}
