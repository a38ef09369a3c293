using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.ServiceDiscovery;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The mesh's resources that services refer to.</summary>
/// <param name="Settings">What the definition says of it.</param>
/// <param name="Namespace">Where the names lie; whoever refers to it needs it ready.</param>
internal sealed record MeshParts(MeshDefinition Settings, NamespaceResource Namespace)
{
    /// <summary>Each microservice's entry in the DNS namespace, by the microservice's name; empty for Service Connect, which makes its own.</summary>
    public IReadOnlyDictionary<string, DiscoveryServiceResource> Discovery { get; init; } = new Dictionary<string, DiscoveryServiceResource>();

    /// <summary>The services' proxies and names; null outside of App Mesh.</summary>
    public AppMeshParts? AppMesh { get; init; }

    /// <summary>The private CA that is ours; null when there is none, or when it is somebody else's (<see cref="MeshTls.CertificateAuthority"/>).</summary>
    public Resource? CertificateAuthority { get; init; }

    /// <summary>The key that encrypts what Service Connect's TLS keeps in secrets.</summary>
    public Resource? Key { get; init; }

    /// <summary>The role by which ECS issues Service Connect's certificates.</summary>
    public RoleResource? TlsRole { get; init; }
}
