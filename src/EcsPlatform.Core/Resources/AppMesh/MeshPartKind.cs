using Amazon.Runtime;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Something in a mesh: a virtual node, router or service, or a route.</summary>
public abstract class MeshPartResource : Resource
{
    /// <summary>The mesh that it is in.</summary>
    public required MeshResource Mesh { get; init; }
}

/// <summary>Where something in a mesh stands.</summary>
/// <param name="Mesh">The mesh's name.</param>
/// <param name="Router">The virtual router's name, for routes.</param>
/// <param name="Name">Its own name.</param>
public sealed record MeshPlace(string Mesh, string? Router, string Name);

/// <summary>Something in a mesh as its listing tells it.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Version">1, and one more for every update of its specification; tags do not count (App Mesh API, ResourceMetadata).</param>
internal sealed record MeshPartEntry(MeshPlace Place, string Arn, long? Version);

/// <summary>Something in a mesh, with its tags.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Version">Its version, which counts updates.</param>
/// <param name="Spec">Its specification; null where nobody asked for it.</param>
/// <param name="Tags">Its tags.</param>
/// <typeparam name="TSpec">The specification.</typeparam>
public sealed record MeshPartState<TSpec>(MeshPlace Place, string Arn, long? Version, TSpec? Spec, IReadOnlyDictionary<string, string> Tags)
    where TSpec : class
{
    /// <summary>What stands for its specification; null where its tags tell none, or that of another version.</summary>
    internal string? Hash => Fingerprint.Read(Tags) is { } told && told.Version == Version ? told.Hash : null;
}

/// <summary>What all kinds in a mesh have in common. Listings leave specifications out and nothing describes several at once: a fingerprint in the tags tells
/// whether a part still has what we sent, and only others cost a call of their own.</summary>
/// <typeparam name="TResource">The desired resource.</typeparam>
/// <typeparam name="TSpec">Its specification.</typeparam>
public abstract class MeshPartKind<TResource, TSpec> : ResourceKind<TResource, MeshPartState<TSpec>>
    where TResource : MeshPartResource
    where TSpec : class
{
    private const long FirstVersion = 1;

    /// <summary>The operation that makes one.</summary>
    protected abstract OperationModel CreateOperation { get; }

    /// <summary>Where a wanted one stands.</summary>
    protected abstract MeshPlace PlaceOf(TResource desired);

    /// <summary>How a wanted one is specified.</summary>
    protected abstract TSpec SpecOf(TResource desired);

    /// <summary>Lists one mesh's.</summary>
    private protected abstract Task<IEnumerable<MeshPartEntry>> ListAsync(Observation observation, string mesh);

    /// <summary>Describes one; the specification is null where it has been deleted a moment ago.</summary>
    private protected abstract Task<(long? Version, TSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place);

    /// <summary>Sends the changed specification, and returns the version that it made.</summary>
    private protected abstract Task<long?> ReplaceAsync(TResource desired, ApplyContext context);

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => AppMeshErrors.IsNameTaken(error);

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => AppMeshErrors.IsMissing(error);

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => AppMeshErrors.IsHeld(error);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<MeshPartState<TSpec>>>> ObserveAsync(Observation observation)
    {
        // The listing of the mesh that is wanted runs beside the question whether it is ours; a removal, which looks twice, asks first.
        var wanted = observation.Depth == ObservationDepth.Full ? observation.DesiredOf<MeshResource>().FirstOrDefault()?.Name : null;
        var early = wanted is null ? Task.FromResult<IEnumerable<MeshPartEntry>?>(null) : AppMeshErrors.UnlessGoneAsync(() => ListAsync(observation, wanted));
        var ours = MeshListing.OursAsync(observation);
        await Task.WhenAll(ours, early);
        var listed = await early;
        var found = await Task.WhenAll((await ours)
            .Select(async mesh => await WithTagsAsync(observation, mesh == wanted ? listed : await AppMeshErrors.UnlessGoneAsync(() => ListAsync(observation, mesh))))
            .ToArray());
        return found.SelectMany(parts => parts).Select(part => Found(observation, part.Place.Name, part.Arn, part, part.Tags));
    }

    /// <inheritdoc/>
    protected override async Task<Live<MeshPartState<TSpec>>?> LookCloserAsync(TResource desired, Live<MeshPartState<TSpec>> live, Resolution resolution, Observation observation) =>
        live.State.Spec is not null || IsAsSent(desired, live.State) ? live
        : await DescribedAsync(observation, live.State) is { } state ? live with { State = state }
        : null;

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(TResource desired, MeshPartState<TSpec> live, Resolution resolution) =>
    [
        .. live.Spec is null && IsAsSent(desired, live) ? [] : SpecShape.Compare(CreateOperation, live.Spec, SpecOf(desired)),
        .. new Differences().CheckTags(live.Tags, resolution.Tags(desired)),
    ];

    /// <summary>The tags come last: a death before them leaves a fingerprint of the version before, which nobody believes.</summary>
    protected override async Task<Live<MeshPartState<TSpec>>> UpdateAsync(
        TResource desired, Live<MeshPartState<TSpec>> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        var version = differences.TouchMoreThanTags() ? await ReplaceAsync(desired, context) : live.State.Version;
        await AppMeshTags.PutAsync(live.Id, version is { } known ? Stamped(desired, context.Resolution, known) : context.Resolution.Tags(desired), context);
        return live;
    }

    /// <summary>The tags of a wanted one, and the fingerprint of what is sent for it.</summary>
    private protected IReadOnlyDictionary<string, string> Stamped(TResource desired, Resolution resolution, long version = FirstVersion) =>
        new Fingerprint(version, HashOf(desired)).On(resolution.Tags(desired));

    private protected Live<MeshPartState<TSpec>> Made(TResource desired, string arn, ApplyContext context) =>
        Made(desired, arn, new MeshPartState<TSpec>(PlaceOf(desired), arn, FirstVersion, SpecOf(desired), Stamped(desired, context.Resolution)));

    private bool IsAsSent(TResource desired, MeshPartState<TSpec> live) => live.Hash is { } hash && hash == HashOf(desired);

    private string HashOf(TResource desired) => Fingerprint.HashOf(SpecShape.Of(CreateOperation, SpecOf(desired)));

    private async Task<IEnumerable<MeshPartState<TSpec>>> WithTagsAsync(Observation observation, IEnumerable<MeshPartEntry>? listed)
    {
        var describes = observation is { Depth: ObservationDepth.Full, TakesFingerprints: false };
        var parts = await Task.WhenAll((listed ?? []).Select(async part =>
            await AppMeshErrors.UnlessGoneAsync(() => AppMeshTags.OfAsync(observation, part.Arn)) is not { } tags ? null
            : new MeshPartState<TSpec>(part.Place, part.Arn, part.Version, null, tags) is var state && describes ? await DescribedAsync(observation, state)
            : state).ToArray());
        return parts.OfType<MeshPartState<TSpec>>();
    }

    /// <summary>The part with its specification; null where it has gone.</summary>
    private async Task<MeshPartState<TSpec>?> DescribedAsync(Observation observation, MeshPartState<TSpec> state) =>
        await AppMeshErrors.UnlessGoneAsync<(long? Version, TSpec? Spec)?>(async () => await DescribeAsync(observation, state.Place)) is { Spec: { } spec } described
            ? state with { Version = described.Version, Spec = spec }
            : null;
}
