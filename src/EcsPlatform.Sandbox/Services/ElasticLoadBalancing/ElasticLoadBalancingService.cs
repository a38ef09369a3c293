using System.Text.Json.Nodes;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Sandbox.Services.Ec2;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Elastic Load Balancing: application and network load balancers. One file per kind of resource.</summary>
public sealed partial class ElasticLoadBalancingService : SandboxService<ElbState>
{
    internal ElasticLoadBalancingService(SandboxRegion region)
        : base(region)
    {
        HandleLoadBalancers();
        HandleLoadBalancerPlacement();
        HandleListeners();
        HandleListenerCertificates();
        HandleRules();
        HandleTargetGroups();
        HandleAttributes();
        HandleTargets();
        HandleTags();
    }

    /// <summary>The region's quotas.</summary>
    public ElbQuotas Quotas { get; set; } = new();

    private Ec2Service Ec2 => Region.Get<Ec2Service>();

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) => collection is nameof(ElbState.Tags) or nameof(ElbState.ListenerAttributes) or nameof(ElbState.ListenerCertificates) || base.IsMemory(collection, entry);

    private static AwsError Invalid(string message) => ElbNames.Invalid(message);

    private static AwsError NotFound(string code, string what) => new(code, $"One or more {what} not found");

    private static Page<T> PageOf<T>(IEnumerable<T> items, Func<T, string> arn, string? marker, int? size) =>
        Paging.Of(items, arn, marker, size ?? 400, static () => Invalid("The marker is not valid."));

    /// <summary>The resource with an ARN.</summary>
    /// <exception cref="AwsError">The text is no such ARN, or nothing has it.</exception>
    private T Find<T>(IReadOnlyDictionary<string, T> resources, string arn, string part, string noun, string code)
    {
        if (!arn.StartsWith(Region.Arn("elasticloadbalancing", part + "/"), StringComparison.Ordinal))
        {
            throw Invalid($"'{arn}' is not a valid {noun} ARN");
        }

        return resources.TryGetValue(arn, out var resource) ? resource : throw NotFound(code, noun + "s");
    }

    private BalancerRecord FindBalancer(string arn) => Find(State.LoadBalancers, arn, "loadbalancer", "load balancer", "LoadBalancerNotFound");

    private Listener FindListener(string arn) => Find(State.Listeners, arn, "listener", "listener", "ListenerNotFound");

    private RuleRecord FindRule(string arn) => Find(State.Rules, arn, "listener-rule", "rule", "RuleNotFound");

    private TargetGroupRecord FindGroup(string arn) => Find(State.TargetGroups, arn, "targetgroup", "target group", "TargetGroupNotFound");
}
