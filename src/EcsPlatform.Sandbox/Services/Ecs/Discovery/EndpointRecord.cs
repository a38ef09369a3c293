namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>A Service Connect endpoint: the Cloud Map service that ECS keeps for it, and the name and port by which clients know it.</summary>
internal sealed class EndpointRecord
{
    public string DiscoveryName { get; set; } = "";

    /// <summary>The Cloud Map service, made and removed by ECS.</summary>
    public string CloudMapArn { get; set; } = "";

    public string NamespaceArn { get; set; } = "";

    public string DnsName { get; set; } = "";

    public int Port { get; set; }

    public int ContainerPort { get; set; }

    /// <summary>"tcp" or "udp" and the application protocol: both stand as long as the service does.</summary>
    public string Protocol { get; set; } = "";

    /// <summary>The secret with its certificate, where TLS is on.</summary>
    public string? Secret { get; set; }
}
