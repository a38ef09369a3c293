namespace EcsPlatform.Core.Engine;

/// <summary>A resource was made, but it has failed and will not serve.</summary>
/// <param name="code">A stable code: "NatGatewayFailed".</param>
/// <param name="message">What AWS says of it.</param>
/// <param name="advice">What to do.</param>
public sealed class ResourceFailedException(string code, string message, string advice) : Exception(message)
{
    /// <summary>A stable code.</summary>
    public string Code { get; } = code;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
