namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>A request as a listener's rules look at it.</summary>
/// <param name="Path">"/payments/7".</param>
/// <param name="Host">The host header; "" matches only rules without a host condition.</param>
/// <param name="Method">"GET".</param>
public sealed record TrafficRequest(string Path = "/", string Host = "", string Method = "GET")
{
    /// <summary>Other headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
