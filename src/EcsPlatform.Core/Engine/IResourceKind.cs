using Amazon.Runtime;

namespace EcsPlatform.Core.Engine;

/// <summary>What the engine knows of a kind of AWS resource. Write kinds by deriving from <see cref="ResourceKind{TResource,TState}"/>.</summary>
public interface IResourceKind
{
    /// <summary>First part of the logical id, and how plans call it: "subnet".</summary>
    string Type { get; }

    /// <summary>Types that must all be gone before one of this kind can go.</summary>
    IReadOnlyList<string> RemovedAfter { get; }

    /// <summary>Lists, in as few calls as the API allows, every resource of this kind that is the platform's or has a name that the platform would use.</summary>
    Task<IReadOnlyList<LiveResource>> ObserveAsync(Observation observation);

    /// <summary>Asks for what a look that takes fingerprints left out, now that it is known what is wanted: nothing, where the fingerprint says that it is as wanted.</summary>
    /// <returns>The live resource with all that is compared; null when it has gone meanwhile.</returns>
    Task<LiveResource?> LookCloserAsync(Resource desired, LiveResource live, Resolution resolution, Observation observation);

    /// <summary>What differs, semantically: what AWS fills in, reorders or normalises is no difference.</summary>
    IReadOnlyList<PropertyDifference> Compare(Resource desired, LiveResource live, Resolution resolution);

    /// <summary>The requests that creating it would send, for checking against the model's constraints before anything is sent. Ids that are not known yet are placeholders.</summary>
    IEnumerable<PlannedCall> Requests(Resource desired, Resolution resolution);

    /// <summary>What else is wrong with it, beyond the model's constraints: a secret's file that is not there, a zone that the region lacks.</summary>
    IEnumerable<PlanProblem> Problems(Resource desired, LiveResource? live, Resolution resolution);

    /// <summary>Makes it. May call <see cref="ApplyContext.Available"/> as soon as others can refer to it.</summary>
    Task<LiveResource> CreateAsync(Resource desired, ApplyContext context);

    /// <summary>Changes just what differs.</summary>
    Task<LiveResource> UpdateAsync(Resource desired, LiveResource live, IReadOnlyList<PropertyDifference> differences, ApplyContext context);

    /// <summary>Removes it and returns when it no longer holds anything else.</summary>
    Task DeleteAsync(LiveResource live, ApplyContext context);

    /// <summary>True when it serves.</summary>
    bool IsReady(LiveResource live);

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="ResourceFailedException">It has failed and will not serve.</exception>
    Task<LiveResource> WaitReadyAsync(LiveResource live, ApplyContext context);

    /// <summary>The error says that something of that name is there already.</summary>
    bool IsAlreadyThere(AmazonServiceException error);

    /// <summary>The error says that it is gone.</summary>
    bool IsGone(AmazonServiceException error);

    /// <summary>The error says that something is not there, not assumable or not released yet, and that the same call will do later.</summary>
    bool IsTooEarly(AmazonServiceException error);

    /// <summary>The error says that it, or something that it refers to, is not there: which is so for some seconds after that was made.</summary>
    bool IsNotSeenYet(AmazonServiceException error);

    /// <summary>A well-formed id to stand in for one that is not known yet.</summary>
    string PlaceholderId(Resource desired);
}
