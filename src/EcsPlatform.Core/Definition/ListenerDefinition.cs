using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>A port of the load balancer; every route is a rule on every listener that neither redirects nor is for tests.</summary>
public sealed record ListenerDefinition
{
    /// <summary>The port, 1 to 65535.</summary>
    [Range(1, 65535)]
    public required int Port { get; init; }

    /// <summary>HTTP or HTTPS.</summary>
    public ListenerProtocol Protocol { get; init; } = ListenerProtocol.Http;

    /// <summary>The ARN of the certificate (ACM or IAM) that an HTTPS listener shows.</summary>
    [RegularExpression(DefinitionPatterns.CertificateArn, ErrorMessage = "listener.certificate-arn")]
    public string? CertificateArn { get; init; }

    /// <summary>An HTTP listener that answers with a permanent redirect to this HTTPS port instead of routing.</summary>
    [Range(1, 65535)]
    public int? RedirectToPort { get; init; }

    /// <summary>Takes test traffic only: new versions of services that are not rolling are reached here before production traffic moves to them.</summary>
    public bool Test { get; init; }
}

/// <summary>A listener's protocol, spelled as ELBv2 spells it.</summary>
public enum ListenerProtocol
{
    /// <summary>Plain.</summary>
    [EnumMember(Value = "HTTP")] Http,

    /// <summary>TLS ends at the load balancer.</summary>
    [EnumMember(Value = "HTTPS")] Https,
}
