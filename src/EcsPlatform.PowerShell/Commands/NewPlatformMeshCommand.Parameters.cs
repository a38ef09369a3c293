using System.Management.Automation;
using EcsPlatform.Core.Definition;
using EcsPlatform.PowerShell.Building;

namespace EcsPlatform.PowerShell;

/// <content>What can be said of a mesh; what is left out stays as it is.</content>
public sealed partial class NewPlatformMeshCommand
{
    /// <summary>ServiceConnect (ECS runs the proxies), AppMesh (Envoy beside every container; AWS ended it on 2026-09-30, and it works only where its API still answers) or CloudMap (names alone, no proxy); ServiceConnect for a new mesh. Another type than there is moves the services.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MeshType")]
    [ValidateSet("ServiceConnect", "AppMesh", "CloudMap")]
    public string? Type { get; set; }

    /// <summary>The domain of the services' names: {service}.{domain}; {platform}-{suffix}.local for a new mesh.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Domain { get; set; }

    /// <summary>Writes every call between services to the called service's log; -AccessLog:$false ends that. Not with CloudMap.</summary>
    [Parameter]
    [Alias("AccessLogs")]
    public SwitchParameter AccessLog { get; set; }

    /// <summary>ALLOW_ALL (whatever the security groups let out) or DROP_ALL (only to other services of the mesh); ALLOW_ALL for a new mesh. AppMesh only.</summary>
    [Parameter]
    [ValidateSet("ALLOW_ALL", "DROP_ALL")]
    public string? Egress { get; set; }

    /// <summary>The URI of the proxies' image in a private ECR repository; AWS's own of the region where it is left out. AppMesh only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EnvoyImage { get; set; }

    /// <summary>Encrypts calls between services with certificates of a private CA; -Tls:$false ends that. Not with CloudMap.</summary>
    [Parameter]
    public SwitchParameter Tls { get; set; }

    /// <summary>Callers show certificates too; encrypts as -Tls does. AppMesh only: Service Connect has server certificates and no others.</summary>
    [Parameter]
    public SwitchParameter Mutual { get; set; }

    /// <summary>The ARN of a private CA that is there; one of the platform's own, in short-lived mode, is made where it is left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    /// <summary>Days that a service's certificate is valid, 3 to 7, renewed two days before its end; 7 for a new mesh. AppMesh only: Service Connect renews by itself.</summary>
    [Parameter]
    [ValidateRange(3, 7)]
    public int? CertificateDays { get; set; }

    private PlatformDefinition Apply(PlatformDefinition live)
    {
        var type = Type is { } wanted ? Spelled.As<MeshType>(wanted) : live.Mesh?.Type ?? MeshType.ServiceConnect;

        // What the other mesh lacks is left out, as Compare-Platform -TargetMesh tells beforehand.
        var moved = live.Mesh is null ? live with { Mesh = new MeshDefinition { Type = type } } : MeshTranslation.Of(live, type).Definition;
        var former = moved.Mesh!;
        return moved with
        {
            Mesh = former with
            {
                Domain = Domain ?? former.Domain,
                AccessLogs = Given(nameof(AccessLog)) ? AccessLog : former.AccessLogs,
                Egress = Egress is { } egress ? Spelled.As<MeshEgress>(egress) : former.Egress,
                EnvoyImage = EnvoyImage ?? former.EnvoyImage,
                Tls = Encryption(former.Tls),
            },
        };
    }

    private MeshTls? Encryption(MeshTls? former)
    {
        if (Given(nameof(Tls)) && !Tls)
        {
            return null;
        }

        var wanted = Tls || Mutual || CertificateAuthority is not null || CertificateDays is not null;
        return former is null && !wanted ? null : (former ?? new MeshTls()) with
        {
            Mutual = Given(nameof(Mutual)) ? Mutual : former?.Mutual ?? false,
            CertificateAuthority = CertificateAuthority ?? former?.CertificateAuthority,
            CertificateDays = CertificateDays ?? former?.CertificateDays ?? new MeshTls().CertificateDays,
        };
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
