using System.Globalization;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AutoScaling;

/// <summary>A scaling policy: either steps that an alarm sets off, or a metric that is kept at a target.</summary>
public sealed class ScalingPolicyResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ScalingPolicyKind.Instance;

    /// <summary>What it scales.</summary>
    public required ScalableTargetResource Target { get; init; }

    /// <summary>Tasks added (or, negative, taken away) at a time; null for target tracking.</summary>
    public int? Adjustment { get; init; }

    /// <summary>Seconds between two adjustments by steps.</summary>
    public int CooldownSeconds { get; init; }

    /// <summary>The metric kept at a target: "ECSServiceAverageCPUUtilization"; null for steps.</summary>
    public string? TrackedMetric { get; init; }

    /// <summary>Percent at which the tracked metric is kept.</summary>
    public double TargetValue { get; init; }

    /// <summary>Seconds between two additions by target tracking.</summary>
    public int ScaleOutCooldownSeconds { get; init; }

    /// <summary>Seconds between two removals by target tracking.</summary>
    public int ScaleInCooldownSeconds { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Target];
}

/// <summary>How scaling policies are found, put and removed.</summary>
public sealed class ScalingPolicyKind : ResourceKind<ScalingPolicyResource, ScalingPolicy>
{
    private static readonly ResourceType[] PolicyTypes = [ResourceType.ScaleOutPolicy, ResourceType.ScaleInPolicy, ResourceType.CpuTargetPolicy, ResourceType.MemoryTargetPolicy];

    /// <summary>The one instance.</summary>
    public static ScalingPolicyKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "scaling-policy";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["alarm"];

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ObjectNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "ConcurrentUpdateException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<ScalingPolicy>>> ObserveAsync(Observation observation)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return []; // they go with their targets
        }

        var keys = Ecs.ServiceListing.KeysAsync(observation);
        var owns = Ecs.ServiceListing.OwnsClusterAsync(observation);
        var targets = ScalableTargetKind.ListAsync(observation);
        await Task.WhenAll(keys, owns, targets);
        var (known, owned) = (await keys, await owns);
        var lists = await Task.WhenAll((await targets).Select(target => ListAsync(observation, target.ResourceId)).ToArray());
        return lists.SelectMany(list => list).Select(policy =>
        {
            var service = known.GetValueOrDefault(ScalableTargetKind.ServiceOf(policy.ResourceId));
            var type = service is null ? null : PolicyTypes.FirstOrDefault(type => observation.Scope.Names.ForService(type, service) == policy.PolicyName);
            return new Live<ScalingPolicy>(Type, policy.PolicyName, policy.PolicyARN, policy)
            {
                LogicalId = type is null ? null : $"{Type}/{service}-{type.ShortName}",
                Service = service,
                Ours = owned,
            };
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ScalingPolicyResource desired, ScalingPolicy live, Resolution resolution)
    {
        var steps = live.StepScalingPolicyConfiguration;
        var tracking = live.TargetTrackingScalingPolicyConfiguration;
        var differences = new Differences().Check("policyType", live.PolicyType?.Value, PolicyTypeOf(desired).Value);
        return desired.Adjustment is not null
            ? differences
                .Check("adjustmentType", steps?.AdjustmentType?.Value, AdjustmentType.ChangeInCapacity.Value)
                .Check("scalingAdjustment", Describe(steps?.StepAdjustments), Describe(Steps(desired)))
                .Check("cooldown", steps?.Cooldown, desired.CooldownSeconds)
            : differences
                .Check("predefinedMetricType", tracking?.PredefinedMetricSpecification?.PredefinedMetricType?.Value, desired.TrackedMetric)
                .Check("targetValue", tracking?.TargetValue, desired.TargetValue)
                .Check("scaleOutCooldown", tracking?.ScaleOutCooldown, desired.ScaleOutCooldownSeconds)
                .Check("scaleInCooldown", tracking?.ScaleInCooldown, desired.ScaleInCooldownSeconds);
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ScalingPolicyResource desired, Resolution resolution) =>
        [PlannedCall.Of(ApplicationAutoScalingModel.PutScalingPolicy, Request(desired))];

    /// <inheritdoc/>
    protected override async Task<Live<ScalingPolicy>> CreateAsync(ScalingPolicyResource desired, ApplyContext context)
    {
        var answer = await context.Aws.ApplicationAutoScaling.PutScalingPolicyAsync(Request(desired), context.Cancellation);
        return Made(desired, answer.PolicyARN, new ScalingPolicy { PolicyARN = answer.PolicyARN, PolicyName = desired.Name, ResourceId = desired.Target.ResourceId });
    }

    /// <inheritdoc/>
    protected override async Task<Live<ScalingPolicy>> UpdateAsync(ScalingPolicyResource desired, Live<ScalingPolicy> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        await context.Aws.ApplicationAutoScaling.PutScalingPolicyAsync(Request(desired), context.Cancellation);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<ScalingPolicy> live, ApplyContext context) =>
        context.Aws.ApplicationAutoScaling.DeleteScalingPolicyAsync(
            new DeleteScalingPolicyRequest
            {
                PolicyName = live.Name,
                ServiceNamespace = ServiceNamespace.Ecs,
                ResourceId = live.State.ResourceId,
                ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
            },
            context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(ScalingPolicyResource desired) =>
        $"arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:00000000-0000-0000-0000-000000000000:resource/ecs/{desired.Target.ResourceId}:policyName/{desired.Name}";

    private static PolicyType PolicyTypeOf(ScalingPolicyResource desired) => desired.Adjustment is null ? PolicyType.TargetTrackingScaling : PolicyType.StepScaling;

    private static PutScalingPolicyRequest Request(ScalingPolicyResource desired) => new()
    {
        PolicyName = desired.Name,
        PolicyType = PolicyTypeOf(desired),
        ServiceNamespace = ServiceNamespace.Ecs,
        ResourceId = desired.Target.ResourceId,
        ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
        StepScalingPolicyConfiguration = desired.Adjustment is null ? null : new StepScalingPolicyConfiguration
        {
            AdjustmentType = AdjustmentType.ChangeInCapacity,
            MetricAggregationType = MetricAggregationType.Average,
            Cooldown = desired.CooldownSeconds,
            StepAdjustments = Steps(desired),
        },
        TargetTrackingScalingPolicyConfiguration = desired.Adjustment is not null ? null : new TargetTrackingScalingPolicyConfiguration
        {
            PredefinedMetricSpecification = new PredefinedMetricSpecification { PredefinedMetricType = desired.TrackedMetric },
            TargetValue = desired.TargetValue,
            ScaleOutCooldown = desired.ScaleOutCooldownSeconds,
            ScaleInCooldown = desired.ScaleInCooldownSeconds,
        },
    };

    /// <summary>One step from the alarm's threshold on: upwards when adding, downwards when taking away.</summary>
    private static List<StepAdjustment> Steps(ScalingPolicyResource desired) =>
        [desired.Adjustment > 0
            ? new StepAdjustment { MetricIntervalLowerBound = 0, ScalingAdjustment = desired.Adjustment }
            : new StepAdjustment { MetricIntervalUpperBound = 0, ScalingAdjustment = desired.Adjustment }];

    private static string Describe(List<StepAdjustment>? steps) => string.Join("; ", (steps ?? []).Select(step =>
        string.Create(CultureInfo.InvariantCulture, $"{step.MetricIntervalLowerBound}..{step.MetricIntervalUpperBound}: {step.ScalingAdjustment}")));

    private static Task<List<ScalingPolicy>> ListAsync(Observation observation, string resourceId) => Pages.AllAsync(
        next => observation.Aws.ApplicationAutoScaling.DescribeScalingPoliciesAsync(
            new DescribeScalingPoliciesRequest { ServiceNamespace = ServiceNamespace.Ecs, ResourceId = resourceId, NextToken = next },
            observation.Cancellation),
        page => page.ScalingPolicies,
        page => page.NextToken);
}
