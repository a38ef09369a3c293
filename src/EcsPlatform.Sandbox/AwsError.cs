namespace EcsPlatform.Sandbox;

/// <summary>A service's refusal; thrown by handlers, written to the caller by the protocol.</summary>
/// <param name="code">The code on the wire: "ClusterNotFoundException", "InvalidVpcID.NotFound".</param>
/// <param name="message">What the service says.</param>
/// <param name="status">HTTP status; when left out, what the model gives for the code, else 400.</param>
public sealed class AwsError(string code, string message, int? status = null) : Exception(message)
{
    /// <summary>The code on the wire.</summary>
    public string Code { get; } = code;

    /// <summary>HTTP status, or null for the model's.</summary>
    public int? Status { get; } = status;

    /// <summary>The error's own members (an instance of the error's type), where it has any besides the message.</summary>
    public object? Detail { get; init; }
}
