using Amazon.Runtime;

namespace EcsPlatform.Core.Engine;

/// <summary>Base of all kinds: casts once, so that a kind speaks of its own types only.</summary>
/// <typeparam name="TResource">The desired resource.</typeparam>
/// <typeparam name="TState">What AWS says of a live one.</typeparam>
public abstract class ResourceKind<TResource, TState> : IResourceKind
    where TResource : Resource
{
    /// <inheritdoc/>
    public abstract string Type { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> RemovedAfter => [];

    /// <inheritdoc cref="IResourceKind.ObserveAsync"/>
    protected abstract Task<IEnumerable<Live<TState>>> ObserveAsync(Observation observation);

    /// <inheritdoc cref="IResourceKind.LookCloserAsync"/>
    protected virtual Task<Live<TState>?> LookCloserAsync(TResource desired, Live<TState> live, Resolution resolution, Observation observation) => Task.FromResult<Live<TState>?>(live);

    /// <inheritdoc cref="IResourceKind.Compare"/>
    protected abstract IEnumerable<PropertyDifference> Compare(TResource desired, TState live, Resolution resolution);

    /// <inheritdoc cref="IResourceKind.Requests"/>
    protected abstract IEnumerable<PlannedCall> Requests(TResource desired, Resolution resolution);

    /// <inheritdoc cref="IResourceKind.Problems"/>
    protected virtual IEnumerable<PlanProblem> Problems(TResource desired, Live<TState>? live, Resolution resolution) => [];

    /// <inheritdoc cref="IResourceKind.CreateAsync"/>
    protected abstract Task<Live<TState>> CreateAsync(TResource desired, ApplyContext context);

    /// <inheritdoc cref="IResourceKind.UpdateAsync"/>
    protected abstract Task<Live<TState>> UpdateAsync(TResource desired, Live<TState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context);

    /// <inheritdoc cref="IResourceKind.DeleteAsync"/>
    protected abstract Task DeleteAsync(Live<TState> live, ApplyContext context);

    /// <inheritdoc cref="IResourceKind.IsReady"/>
    protected virtual bool IsReady(TState state) => true;

    /// <inheritdoc cref="IResourceKind.WaitReadyAsync"/>
    protected virtual Task<Live<TState>> WaitReadyAsync(Live<TState> live, ApplyContext context) => Task.FromResult(live);

    /// <inheritdoc/>
    public virtual bool IsAlreadyThere(AmazonServiceException error) => false;

    /// <inheritdoc/>
    public abstract bool IsGone(AmazonServiceException error);

    /// <inheritdoc/>
    public virtual bool IsTooEarly(AmazonServiceException error) => false;

    /// <inheritdoc/>
    public virtual bool IsNotSeenYet(AmazonServiceException error) => IsGone(error);

    /// <summary>A well-formed id to stand in for one that is not known yet; the name unless the API uses ids.</summary>
    protected virtual string PlaceholderId(TResource desired) => desired.Name;

    /// <summary>A live resource of this kind as its tags describe it.</summary>
    /// <param name="observation">The observation that found it.</param>
    /// <param name="name">Its name in AWS.</param>
    /// <param name="id">Its id or ARN.</param>
    /// <param name="state">What the API says of it.</param>
    /// <param name="tags">Its tags; null when it has none.</param>
    protected Live<TState> Found(Observation observation, string name, string id, TState state, IReadOnlyDictionary<string, string>? tags) => new(Type, name, id, state)
    {
        Ours = PlatformTags.AreOurs(observation.Scope, tags),
        LogicalId = tags?.GetValueOrDefault(PlatformTags.Id),
        Service = tags?.GetValueOrDefault(PlatformTags.Service),
    };

    /// <summary>A live resource of this kind that was made just now for <paramref name="desired"/>.</summary>
    protected Live<TState> Made(TResource desired, string id, TState state) => new(Type, desired.Name, id, state)
    {
        LogicalId = desired.LogicalId,
        Service = desired.Service,
    };

    async Task<IReadOnlyList<LiveResource>> IResourceKind.ObserveAsync(Observation observation) => [.. await ObserveAsync(observation)];

    async Task<LiveResource?> IResourceKind.LookCloserAsync(Resource desired, LiveResource live, Resolution resolution, Observation observation) =>
        await LookCloserAsync((TResource)desired, (Live<TState>)live, resolution, observation);

    IReadOnlyList<PropertyDifference> IResourceKind.Compare(Resource desired, LiveResource live, Resolution resolution) =>
        [.. Compare((TResource)desired, ((Live<TState>)live).State, resolution)];

    IEnumerable<PlannedCall> IResourceKind.Requests(Resource desired, Resolution resolution) => Requests((TResource)desired, resolution);

    IEnumerable<PlanProblem> IResourceKind.Problems(Resource desired, LiveResource? live, Resolution resolution) =>
        Problems((TResource)desired, (Live<TState>?)live, resolution);

    async Task<LiveResource> IResourceKind.CreateAsync(Resource desired, ApplyContext context) => await CreateAsync((TResource)desired, context);

    async Task<LiveResource> IResourceKind.UpdateAsync(Resource desired, LiveResource live, IReadOnlyList<PropertyDifference> differences, ApplyContext context) =>
        await UpdateAsync((TResource)desired, (Live<TState>)live, differences, context);

    Task IResourceKind.DeleteAsync(LiveResource live, ApplyContext context) => DeleteAsync((Live<TState>)live, context);

    bool IResourceKind.IsReady(LiveResource live) => IsReady(((Live<TState>)live).State);

    async Task<LiveResource> IResourceKind.WaitReadyAsync(LiveResource live, ApplyContext context) => await WaitReadyAsync((Live<TState>)live, context);

    string IResourceKind.PlaceholderId(Resource desired) => PlaceholderId((TResource)desired);
}
