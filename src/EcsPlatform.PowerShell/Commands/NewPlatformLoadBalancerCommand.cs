using System.Management.Automation;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <summary>Makes the Application Load Balancer in front of a platform's services, or changes what the parameters name. What no service's path takes is answered with 404.</summary>
[Cmdlet(VerbsCommon.New, "PlatformLoadBalancer", SupportsShouldProcess = true)]
[OutputType(typeof(PlatformLoadBalancerInfo), typeof(PlatformPlanStep))]
public sealed class NewPlatformLoadBalancerCommand : BuildingCmdlet
{
    /// <summary>internet-facing (public addresses) or internal (reached from the VPC only); internet-facing for a new load balancer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("internet-facing", "internal")]
    public string? Scheme { get; set; }

    /// <summary>The ARN of a certificate (ACM or IAM): the load balancer then serves HTTPS on 443, and 80 redirects there. Without one a new load balancer serves HTTP on 80.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateArnCompleter))]
    public string? CertificateArn { get; set; }

    /// <summary>A port for test traffic, 1 to 65535: there new versions of services whose deployments move traffic are seen before anybody else gets them. It takes the place of the one that is there; 0 is none, as for a new load balancer. Encrypted where production traffic is. Whom -IngressCidr lets in may come here too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 65535)]
    public int? TestPort { get; set; }

    /// <summary>Seconds that a connection may be idle: 1 to 4000; 60 for a new load balancer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 4000)]
    public int? IdleTimeoutSeconds { get; set; }

    /// <summary>The IPv4 blocks that may connect; anywhere (0.0.0.0/0) for a new load balancer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? IngressCidr { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var scope = Scope();
        using var session = Open(Choice, scope.Region);
        StandInCertificates(CertificateArn is null ? [] : [CertificateArn]);
        var run = Build(session, "Build the load balancer", new PlatformChange(scope, PlatformParts.LoadBalancer, Apply) { Requires = PlatformParts.Network, CertificateArn = CertificateArn });
        if (run is null)
        {
            return;
        }

        var status = Await(session, (core, token) => core.StatusAsync(scope, token));
        WriteObject(run.Fill(
            new PlatformLoadBalancerInfo
            {
                PlatformName = scope.Platform,
                EnvironmentSuffix = scope.Suffix,
                Region = scope.Region,
                Part = "load balancer",
                Id = run.Ids("load-balancer").FirstOrDefault(),
                Url = status.Url,
            },
            step => step.LogicalId.Contains("load-balancer", StringComparison.Ordinal) || step.Type == "listener"));
    }

    private PlatformDefinition Apply(PlatformDefinition live)
    {
        var former = live.LoadBalancer ?? new LoadBalancerDefinition();
        return live with
        {
            LoadBalancer = former with
            {
                Scheme = Scheme is { } scheme ? Spelled.As<LoadBalancerScheme>(scheme) : former.Scheme,
                IdleTimeoutSeconds = IdleTimeoutSeconds ?? former.IdleTimeoutSeconds,
                IngressCidrs = IngressCidr ?? former.IngressCidrs,
                Listeners = new ListenerEdit { CertificateArn = CertificateArn, TestPort = TestPort }.Of(former.Listeners),
            },
        };
    }
}
