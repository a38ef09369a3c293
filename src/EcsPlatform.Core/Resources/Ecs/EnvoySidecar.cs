using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>The Envoy proxy beside a microservice's container, through which all that it takes and calls goes (App Mesh).</summary>
public sealed record EnvoySidecar
{
    /// <summary>Memory that a task keeps free for all this, in MiB. The App Mesh user guide ("Envoy image") asks for 64 at least; configuration and connections take their part.</summary>
    public const int Room = ProxyReservation + CertificatesReservation;

    internal const int ProxyReservation = 120;
    internal const int CertificatesReservation = 8; // of a shell that is gone before anything else starts; ECS counts it all the same

    /// <summary>What the proxy is called in the task.</summary>
    public const string Container = "envoy";

    /// <summary>What the mesh knows the task as.</summary>
    public required VirtualNodeResource Node { get; init; }

    /// <summary>The image, a private ECR URI.</summary>
    public required string Image { get; init; }

    /// <summary>The secret with the service's certificate, whose id is its ARN and whose JSON keys are <c>certificate</c>, <c>privateKey</c> and <c>chain</c>; null without TLS.</summary>
    public Resource? Certificate { get; init; }
}
