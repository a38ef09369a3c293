namespace EcsPlatform.Aws.Protocols;

/// <summary>An HTTP request as a protocol sees it, before signing (client) or after parsing (sandbox).</summary>
public sealed class WireRequest
{
    /// <summary>"POST".</summary>
    public string Method { get; set; } = "POST";

    /// <summary>Path, percent-encoded, beginning with "/".</summary>
    public string Path { get; set; } = "/";

    /// <summary>Query string parameters, decoded, in order; a name may stand more than once.</summary>
    public IList<KeyValuePair<string, string>> Query { get; } = [];

    /// <summary>Headers; names compare without case.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>What stands before the endpoint's host name ("foo."), or null.</summary>
    public string? HostPrefix { get; set; }
}

/// <summary>An HTTP response as a protocol sees it.</summary>
public sealed class WireResponse
{
    /// <summary>HTTP status code.</summary>
    public int StatusCode { get; set; } = 200;

    /// <summary>Headers; names compare without case.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }
}

/// <summary>A service's refusal, as it travels.</summary>
/// <param name="Code">"ClusterNotFoundException", "InvalidVpcID.NotFound": without namespace, URI or ":…" suffix.</param>
/// <param name="Message">What the service says.</param>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Fault">True when the service is at fault ("Receiver"), false for the sender.</param>
public sealed record WireError(string Code, string Message, int StatusCode, bool Fault = false)
{
    /// <summary>The request id, where the response has one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The error's own members (an instance made by the error's shape), where the model names the error.</summary>
    public object? Detail { get; init; }
}
