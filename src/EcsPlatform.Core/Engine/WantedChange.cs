namespace EcsPlatform.Core.Engine;

/// <summary>What one step of a platform's making comes to, given what is there.</summary>
/// <param name="Wanted">What is wanted, each after what it needs.</param>
/// <param name="Surplus">Which of ours goes when it is not wanted.</param>
public sealed record WantedChange(IReadOnlyList<Resource> Wanted, Predicate<LiveResource> Surplus);
