using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>How services find each other and what happens to their calls on the way. <c>mesh: {}</c> is Service Connect with its defaults.</summary>
[Shorthand(Scalar = nameof(Type))]
public sealed record MeshDefinition
{
    /// <summary>Service Connect unless asked otherwise; App Mesh ended on 2026-09-30 and works only where its API still answers.</summary>
    public MeshType Type { get; init; } = MeshType.ServiceConnect;

    /// <summary>The domain of the services' names, the same in every mesh; <c>{platform}-{suffix}.local</c> when left out.</summary>
    [RegularExpression(DefinitionPatterns.Domain, ErrorMessage = "mesh.domain")]
    public string? Domain { get; init; }

    /// <summary>Encrypts calls between services with certificates of a private CA; none when left out.</summary>
    public MeshTls? Tls { get; init; }

    /// <summary>Whether every call between services is written to the log. Service Connect and App Mesh.</summary>
    public bool AccessLogs { get; init; }

    /// <summary>Whether tasks reach what is not in the mesh. App Mesh only (<c>egressFilter</c>).</summary>
    public MeshEgress Egress { get; init; } = MeshEgress.AllowAll;

    /// <summary>The Envoy sidecar's image; App Mesh only. AWS's own of the region when left out.</summary>
    [RegularExpression(DefinitionPatterns.EcrImage, ErrorMessage = "mesh.envoy-image")]
    public string? EnvoyImage { get; init; }
}

/// <summary>The kinds of mesh.</summary>
public enum MeshType
{
    /// <summary>ECS Service Connect: proxies that ECS runs and charges no definition for.</summary>
    [EnumMember(Value = "serviceConnect")] ServiceConnect,

    /// <summary>AWS App Mesh: Envoy sidecars, mutual TLS, routes with retries of their own.</summary>
    [EnumMember(Value = "appMesh")] AppMesh,

    /// <summary>AWS Cloud Map private DNS alone: names, and nothing in between.</summary>
    [EnumMember(Value = "cloudMap")] CloudMap,
}

/// <summary>App Mesh's egress filter, spelled as App Mesh spells it.</summary>
public enum MeshEgress
{
    /// <summary>Whatever the security groups let out.</summary>
    [EnumMember(Value = "ALLOW_ALL")] AllowAll,

    /// <summary>Only to other services of the mesh.</summary>
    [EnumMember(Value = "DROP_ALL")] DropAll,
}

/// <summary>Certificates for calls between services.</summary>
public sealed record MeshTls
{
    /// <summary>The ARN of an AWS Private CA that is there; one of our own, in short-lived mode, is made when left out.</summary>
    [RegularExpression(DefinitionPatterns.CertificateAuthorityArn, ErrorMessage = "mesh.authority-arn")]
    public string? CertificateAuthority { get; init; }

    /// <summary>Callers show certificates too. App Mesh only: Service Connect has server certificates and no others.</summary>
    public bool Mutual { get; init; }

    /// <summary>Days that a service's certificate is valid, 3 to 7 (7 is the most in short-lived mode); renewed two days before its end. App Mesh only: Service Connect renews by itself.</summary>
    [Range(3, 7)]
    public int CertificateDays { get; init; } = 7;
}
