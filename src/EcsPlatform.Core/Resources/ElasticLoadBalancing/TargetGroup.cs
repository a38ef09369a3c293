using System.Globalization;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>The tasks of a service as the load balancer sees them.</summary>
public sealed class TargetGroupResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => TargetGroupKind.Instance;

    /// <summary>The network that the targets are in.</summary>
    public required VpcResource Vpc { get; init; }

    /// <summary>How the load balancer finds out whether a task serves.</summary>
    public required TargetHealthCheck HealthCheck { get; init; }

    /// <summary>Seconds that a leaving task may finish its requests: 0 to 3600.</summary>
    public required int DeregistrationDelaySeconds { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Vpc];
}

/// <summary>A target group with what only calls of their own tell.</summary>
public sealed record TargetGroupState(TargetGroup TargetGroup, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Tags);

/// <summary>How target groups are found, made and removed.</summary>
public sealed class TargetGroupKind : ResourceKind<TargetGroupResource, TargetGroupState>
{
    private const string DeregistrationDelay = "deregistration_delay.timeout_seconds";

    // Targets register with their own port; the group's is only a default, and a constant one never forces a replacement.
    private const int DefaultPort = 80;

    /// <summary>The one instance.</summary>
    public static TargetGroupKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "target-group";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["listener-rule", "listener", "load-balancer", "service"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "DuplicateTargetGroupName";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "TargetGroupNotFound";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode == "ResourceInUse";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<TargetGroupState>>> ObserveAsync(Observation observation)
    {
        var found = await observation.TargetGroupsAsync();
        var attributes = Task.WhenAll(found.Select(group => AttributesAsync(observation, group.TargetGroupArn)).ToArray());
        var tagged = observation.BalancerTagsAsync();
        await Task.WhenAll(attributes, tagged);
        var tags = await tagged;
        return found.Zip(await attributes, (group, values) =>
        {
            var own = tags.GetValueOrDefault(group.TargetGroupArn) ?? new Dictionary<string, string>();
            return Found(observation, group.TargetGroupName, group.TargetGroupArn, new TargetGroupState(group, values, own), own);
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(TargetGroupResource desired, TargetGroupState live, Resolution resolution) => new Differences()
        .Check("vpcId", live.TargetGroup.VpcId, resolution.Id(desired.Vpc), replace: true)
        .Check("healthCheckPath", live.TargetGroup.HealthCheckPath, desired.HealthCheck.Path)
        .Check("healthCheckIntervalSeconds", live.TargetGroup.HealthCheckIntervalSeconds, desired.HealthCheck.IntervalSeconds)
        .Check("healthCheckTimeoutSeconds", live.TargetGroup.HealthCheckTimeoutSeconds, desired.HealthCheck.TimeoutSeconds)
        .Check("healthyThresholdCount", live.TargetGroup.HealthyThresholdCount, desired.HealthCheck.HealthyThreshold)
        .Check("unhealthyThresholdCount", live.TargetGroup.UnhealthyThresholdCount, desired.HealthCheck.UnhealthyThreshold)
        .Check("matcher", live.TargetGroup.Matcher?.HttpCode, desired.HealthCheck.Matcher)
        .Check(DeregistrationDelay, live.Attributes.GetValueOrDefault(DeregistrationDelay), desired.DeregistrationDelaySeconds)
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(TargetGroupResource desired, Resolution resolution) =>
        [PlannedCall.Of(ElasticLoadBalancingV2Model.CreateTargetGroup, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<TargetGroupState>> CreateAsync(TargetGroupResource desired, ApplyContext context)
    {
        var answer = await context.Aws.ElasticLoadBalancingV2.CreateTargetGroupAsync(Request(desired, context.Resolution), context.Cancellation);
        var group = answer.TargetGroups[0];
        var live = Made(desired, group.TargetGroupArn, new TargetGroupState(group, new Dictionary<string, string>(), context.Resolution.Tags(desired)));
        context.Available(live);
        await SetAttributesAsync(live.Id, desired, context);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<TargetGroupState>> UpdateAsync(TargetGroupResource desired, Live<TargetGroupState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        var work = new List<Task>();
        if (differences.Any(difference => difference.Property.StartsWith("health", StringComparison.Ordinal) || difference.Property is "unhealthyThresholdCount" or "matcher"))
        {
            work.Add(context.Aws.ElasticLoadBalancingV2.ModifyTargetGroupAsync(
                new ModifyTargetGroupRequest
                {
                    TargetGroupArn = live.Id,
                    HealthCheckPath = desired.HealthCheck.Path,
                    HealthCheckIntervalSeconds = desired.HealthCheck.IntervalSeconds,
                    HealthCheckTimeoutSeconds = desired.HealthCheck.TimeoutSeconds,
                    HealthyThresholdCount = desired.HealthCheck.HealthyThreshold,
                    UnhealthyThresholdCount = desired.HealthCheck.UnhealthyThreshold,
                    Matcher = new Matcher { HttpCode = desired.HealthCheck.Matcher },
                },
                context.Cancellation));
        }

        if (differences.Touch(DeregistrationDelay))
        {
            work.Add(SetAttributesAsync(live.Id, desired, context));
        }

        if (differences.TouchTags())
        {
            work.Add(LoadBalancerTags.PutAsync(live.Id, desired, context));
        }

        await Task.WhenAll(work);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<TargetGroupState> live, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.DeleteTargetGroupAsync(new DeleteTargetGroupRequest { TargetGroupArn = live.Id }, context.Cancellation);

    private static CreateTargetGroupRequest Request(TargetGroupResource desired, Resolution resolution) => new()
    {
        Name = desired.Name,
        Protocol = ProtocolEnum.HTTP,
        Port = DefaultPort,
        VpcId = resolution.Id(desired.Vpc),
        TargetType = TargetTypeEnum.Ip,
        HealthCheckProtocol = ProtocolEnum.HTTP,
        HealthCheckPath = desired.HealthCheck.Path,
        HealthCheckIntervalSeconds = desired.HealthCheck.IntervalSeconds,
        HealthCheckTimeoutSeconds = desired.HealthCheck.TimeoutSeconds,
        HealthyThresholdCount = desired.HealthCheck.HealthyThreshold,
        UnhealthyThresholdCount = desired.HealthCheck.UnhealthyThreshold,
        Matcher = new Matcher { HttpCode = desired.HealthCheck.Matcher },
        Tags = LoadBalancerTags.List(resolution.Tags(desired)),
    };

    private static Task SetAttributesAsync(string arn, TargetGroupResource desired, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.ModifyTargetGroupAttributesAsync(
            new ModifyTargetGroupAttributesRequest
            {
                TargetGroupArn = arn,
                Attributes = [new TargetGroupAttribute { Key = DeregistrationDelay, Value = desired.DeregistrationDelaySeconds.ToString(CultureInfo.InvariantCulture) }],
            },
            context.Cancellation);

    private static async Task<IReadOnlyDictionary<string, string>> AttributesAsync(Observation observation, string arn)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return new Dictionary<string, string>();
        }

        var answer = await observation.Aws.ElasticLoadBalancingV2.DescribeTargetGroupAttributesAsync(new DescribeTargetGroupAttributesRequest { TargetGroupArn = arn }, observation.Cancellation);
        return (answer.Attributes ?? []).ToDictionary(attribute => attribute.Key, attribute => attribute.Value, StringComparer.Ordinal);
    }
}
