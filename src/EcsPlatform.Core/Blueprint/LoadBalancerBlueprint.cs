using System.Globalization;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;

namespace EcsPlatform.Core.Blueprint;

/// <summary>The load balancer's resources that services refer to.</summary>
/// <param name="LoadBalancer">The load balancer.</param>
/// <param name="SecurityGroup">Its security group.</param>
/// <param name="Listeners">The listeners that route production traffic (those that redirect do not).</param>
/// <param name="TestListeners">The listeners for test traffic.</param>
internal sealed record LoadBalancerParts(
    LoadBalancerResource LoadBalancer,
    SecurityGroupResource SecurityGroup,
    IReadOnlyList<ListenerResource> Listeners,
    IReadOnlyList<ListenerResource> TestListeners);

/// <summary>The load balancer, its security group and its listeners. The group's rules come with the services that they lead to.</summary>
internal static class LoadBalancerBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds => [LoadBalancerKind.Instance, ListenerKind.Instance, ListenerRuleKind.Instance, TargetGroupKind.Instance];

    /// <summary>What the keys of test listeners begin with: by that they are known again.</summary>
    internal const string TestKey = "test-";

    public static LoadBalancerParts? Add(BlueprintContext context, NetworkParts network)
    {
        if (context.Definition.LoadBalancer is not { } settings)
        {
            return null;
        }

        var facing = settings.Scheme == LoadBalancerScheme.InternetFacing;
        var group = context.Add(new SecurityGroupResource
        {
            Key = "load-balancer",
            Name = context.Names.Shared(ResourceType.SecurityGroup, "load-balancer"),
            Tags = context.Definition.Tags,
            Vpc = network.Vpc,
            Description = $"Load balancer of {context.Definition.Name}",
        });
        var loadBalancer = context.Add(new LoadBalancerResource
        {
            Key = "main",
            Name = context.Names.Shared(ResourceType.LoadBalancer),
            Tags = context.Definition.Tags,
            InternetFacing = facing,
            Subnets = facing ? network.PublicSubnets : network.PrivateSubnets,
            SecurityGroup = group,
            InternetGateway = facing ? network.InternetGateway : null,
            IdleTimeoutSeconds = settings.IdleTimeoutSeconds,
        });
        var listeners = settings.Listeners.Select(listener => AddListener(context, loadBalancer, listener)).ToList();
        return new LoadBalancerParts(
            loadBalancer,
            group,
            listeners.FindAll(listener => listener.Settings is { RedirectToPort: null, Test: false }),
            listeners.FindAll(listener => listener.Settings.Test));
    }

    private static ListenerResource AddListener(BlueprintContext context, LoadBalancerResource loadBalancer, ListenerDefinition settings)
    {
        var port = settings.Port.ToString(CultureInfo.InvariantCulture);
        return context.Add(new ListenerResource
        {
            Key = settings.Test ? TestKey + port : port,
            Name = context.Names.Shared(ResourceType.Listener, port),
            Tags = context.Definition.Tags,
            LoadBalancer = loadBalancer,
            Settings = settings,
        });
    }
}
