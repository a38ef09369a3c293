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

/// <summary>Something in a mesh, with its tags.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Spec">Its specification; null when only its existence was asked for.</param>
/// <param name="Tags">Its tags.</param>
/// <typeparam name="TSpec">The specification.</typeparam>
public sealed record MeshPartState<TSpec>(MeshPlace Place, string Arn, TSpec? Spec, IReadOnlyDictionary<string, string> Tags)
    where TSpec : class;

/// <summary>What all kinds in a mesh have in common. Listings leave specifications out and nothing describes several at once: one call for each, all side by side.</summary>
/// <remarks>A look takes two rounds after the one that asks for the mesh: wanted ones are described by name while the listings run, and only what
/// nobody wants any more is described after them.</remarks>
/// <typeparam name="TResource">The desired resource.</typeparam>
/// <typeparam name="TSpec">Its specification.</typeparam>
public abstract class MeshPartKind<TResource, TSpec> : ResourceKind<TResource, MeshPartState<TSpec>>
    where TResource : MeshPartResource
    where TSpec : class
{
    /// <summary>The operation that makes one.</summary>
    protected abstract OperationModel CreateOperation { get; }

    /// <summary>Where a wanted one stands.</summary>
    protected abstract MeshPlace PlaceOf(TResource desired);

    /// <summary>How a wanted one is specified.</summary>
    protected abstract TSpec SpecOf(TResource desired);

    /// <summary>Lists one mesh's, without those that stand in <paramref name="described"/> where that saves calls.</summary>
    private protected abstract Task<IEnumerable<(MeshPlace Place, string Arn)>> ListAsync(Observation observation, string mesh, IReadOnlyCollection<MeshPlace> described);

    /// <summary>Describes one; the specification is null where it has been deleted a moment ago.</summary>
    private protected abstract Task<(string Arn, TSpec? Spec)> DescribeAsync(Observation observation, MeshPlace place);

    /// <summary>Sends the changed specification.</summary>
    private protected abstract Task ReplaceAsync(TResource desired, ApplyContext context);

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => AppMeshErrors.IsNameTaken(error);

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => AppMeshErrors.IsMissing(error);

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => AppMeshErrors.IsHeld(error);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<MeshPartState<TSpec>>>> ObserveAsync(Observation observation)
    {
        var meshes = await MeshListing.OursAsync(observation);
        var found = await Task.WhenAll(meshes.Select(mesh => InMeshAsync(observation, mesh)).ToArray());
        return found.SelectMany(parts => parts).Select(part => Found(observation, part.Place.Name, part.Arn, part, part.Tags));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(TResource desired, MeshPartState<TSpec> live, Resolution resolution) =>
    [
        .. SpecShape.Compare(CreateOperation, live.Spec, SpecOf(desired)),
        .. new Differences().CheckTags(live.Tags, resolution.Tags(desired)),
    ];

    /// <inheritdoc/>
    protected override async Task<Live<MeshPartState<TSpec>>> UpdateAsync(
        TResource desired, Live<MeshPartState<TSpec>> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        if (differences.TouchTags())
        {
            await AppMeshTags.PutAsync(live.Id, desired, context);
        }

        if (differences.TouchMoreThanTags())
        {
            await ReplaceAsync(desired, context);
        }

        return live;
    }

    private protected Live<MeshPartState<TSpec>> Made(TResource desired, string arn, ApplyContext context) =>
        Made(desired, arn, new MeshPartState<TSpec>(PlaceOf(desired), arn, SpecOf(desired), context.Resolution.Tags(desired)));

    private async Task<IEnumerable<MeshPartState<TSpec>>> InMeshAsync(Observation observation, string mesh)
    {
        var full = observation.Depth == ObservationDepth.Full;
        var wanted = full ? observation.DesiredOf<TResource>().Select(PlaceOf).Where(place => place.Mesh == mesh).ToHashSet() : [];
        var described = Task.WhenAll(wanted.Select(place => FindAsync(observation, place)).ToArray());
        var listed = UnlessGoneAsync(() => ListAsync(observation, mesh, wanted));
        await Task.WhenAll(described, listed);
        var others = (await listed ?? []).Where(part => !wanted.Contains(part.Place));
        var rest = await Task.WhenAll(others.Select(part => full ? FindAsync(observation, part.Place) : WithTagsAsync(observation, part.Place, part.Arn, null)).ToArray());
        return (await described).Concat(rest).OfType<MeshPartState<TSpec>>();
    }

    private async Task<MeshPartState<TSpec>?> FindAsync(Observation observation, MeshPlace place) =>
        await UnlessGoneAsync<(string Arn, TSpec? Spec)?>(async () => await DescribeAsync(observation, place)) is { Spec: { } spec } found
            ? await WithTagsAsync(observation, place, found.Arn, spec)
            : null;

    private static async Task<MeshPartState<TSpec>?> WithTagsAsync(Observation observation, MeshPlace place, string arn, TSpec? spec) =>
        await UnlessGoneAsync(() => AppMeshTags.OfAsync(observation, arn)) is { } tags ? new MeshPartState<TSpec>(place, arn, spec, tags) : null;

    /// <summary>Between two calls it may go, with its mesh perhaps.</summary>
    private static async Task<T?> UnlessGoneAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException error) when (AppMeshErrors.IsMissing(error))
        {
            return default;
        }
    }
}
