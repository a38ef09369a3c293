using System.Globalization;
using Amazon.EC2.Model;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;

namespace EcsPlatform.Core.Export;

/// <summary>The load balancer with its listeners, read back; who may connect stands in its security group.</summary>
internal static class LoadBalancerExport
{
    public static LoadBalancerDefinition? Read(LivePlatform platform)
    {
        if (platform.All<LoadBalancerState>(LoadBalancerKind.Instance).FirstOrDefault()?.State is not { } balancer)
        {
            return null;
        }

        var cidrs = (platform.Find<SecurityGroup>(SecurityGroupRulesKind.Instance, "load-balancer")?.State.IpPermissions ?? [])
            .SelectMany(permission => permission.Ipv4Ranges ?? [])
            .Select(range => range.CidrIp)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new LoadBalancerDefinition
        {
            Scheme = EnumSpelling.Parse<LoadBalancerScheme>(balancer.LoadBalancer.Scheme.Value),
            IdleTimeoutSeconds = int.Parse(balancer.Attributes.GetValueOrDefault("idle_timeout.timeout_seconds", "60"), CultureInfo.InvariantCulture),
            IngressCidrs = [.. cidrs],
            Listeners = [.. platform.All<ListenerState>(ListenerKind.Instance).Select(Read).OrderBy(listener => listener.Port)],
        };
    }

    private static ListenerDefinition Read(Live<ListenerState> live)
    {
        var listener = live.State.Listener;
        return new ListenerDefinition
        {
            Port = listener.Port ?? 80,
            Protocol = EnumSpelling.Parse<ListenerProtocol>(listener.Protocol.Value),
            CertificateArn = listener.Certificates?.FirstOrDefault()?.CertificateArn,
            RedirectToPort = listener.DefaultActions?.FirstOrDefault()?.RedirectConfig?.Port is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : null,
            Test = LivePlatform.KeyOf(live).StartsWith(LoadBalancerBlueprint.TestKey, StringComparison.Ordinal),
        };
    }
}
