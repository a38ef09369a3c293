namespace EcsPlatform.Core.Engine;

/// <summary>An AWS service that the definition needs is no more: the run stops before it makes anything.</summary>
/// <param name="id">A stable id, one of <see cref="ErrorIds"/>.</param>
/// <param name="message">Which service, and how that was seen.</param>
/// <param name="advice">What to use in its place.</param>
/// <param name="cause">What the call ended with.</param>
public sealed class ServiceEndedException(string id, string message, string advice, Exception cause) : Exception(message, cause)
{
    /// <summary>A stable id, one of <see cref="ErrorIds"/>.</summary>
    public string Id { get; } = id;

    /// <summary>What to use in its place.</summary>
    public string Advice { get; } = advice;
}
