using System.Globalization;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>The Application Load Balancer.</summary>
public sealed class LoadBalancerResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => LoadBalancerKind.Instance;

    /// <summary>Reached from the internet, or only from within.</summary>
    public required bool InternetFacing { get; init; }

    /// <summary>Its subnets, one per zone, two at least.</summary>
    public required IReadOnlyList<SubnetResource> Subnets { get; init; }

    /// <summary>Its security group.</summary>
    public required SecurityGroupResource SecurityGroup { get; init; }

    /// <summary>The VPC's door, without which AWS refuses a public load balancer.</summary>
    public InternetGatewayResource? InternetGateway { get; init; }

    /// <summary>Seconds that a connection may idle: 1 to 4000.</summary>
    public required int IdleTimeoutSeconds { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
        [.. Subnets.Select(subnet => new Need(subnet)), SecurityGroup, .. InternetGateway is { } gateway ? [new Need(gateway)] : Array.Empty<Need>()];
}

/// <summary>A load balancer with what only calls of their own tell.</summary>
public sealed record LoadBalancerState(LoadBalancer LoadBalancer, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Tags);

/// <summary>How load balancers are found, made, awaited and removed.</summary>
public sealed class LoadBalancerKind : ResourceKind<LoadBalancerResource, LoadBalancerState>
{
    private const string IdleTimeout = "idle_timeout.timeout_seconds";
    private const string DropInvalidHeaders = "routing.http.drop_invalid_header_fields.enabled";

    /// <summary>The one instance.</summary>
    public static LoadBalancerKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "load-balancer";

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "DuplicateLoadBalancerName";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "LoadBalancerNotFound";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "ResourceInUse" or "OperationNotPermitted" && error.Message.Contains("in use", StringComparison.OrdinalIgnoreCase);

    /// <summary>Subnets, groups and the internet gateway's attachment, as Elastic Load Balancing sees them.</summary>
    public override bool IsNotSeenYet(AmazonServiceException error) =>
        base.IsNotSeenYet(error) || error.ErrorCode is "SubnetNotFound" or "InvalidSubnet" or "InvalidSecurityGroup";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<LoadBalancerState>>> ObserveAsync(Observation observation)
    {
        var found = await observation.LoadBalancersAsync();
        var attributes = Task.WhenAll(found.Select(loadBalancer => AttributesAsync(observation, loadBalancer.LoadBalancerArn)).ToArray());
        var tagged = observation.BalancerTagsAsync();
        await Task.WhenAll(attributes, tagged);
        var tags = await tagged;
        return found.Zip(await attributes, (loadBalancer, values) =>
        {
            var own = tags.GetValueOrDefault(loadBalancer.LoadBalancerArn) ?? new Dictionary<string, string>();
            return Found(observation, loadBalancer.LoadBalancerName, loadBalancer.LoadBalancerArn, new LoadBalancerState(loadBalancer, values, own), own);
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(LoadBalancerResource desired, LoadBalancerState live, Resolution resolution) => new Differences()
        .Check("scheme", live.LoadBalancer.Scheme?.Value, Scheme(desired).Value, replace: true)
        .CheckSet("subnets", (live.LoadBalancer.AvailabilityZones ?? []).Select(zone => zone.SubnetId), desired.Subnets.Select(resolution.Id))
        .CheckSet("securityGroups", live.LoadBalancer.SecurityGroups, [resolution.Id(desired.SecurityGroup)])
        .Check(IdleTimeout, live.Attributes.GetValueOrDefault(IdleTimeout), desired.IdleTimeoutSeconds)
        .Check(DropInvalidHeaders, live.Attributes.GetValueOrDefault(DropInvalidHeaders), "true")
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(LoadBalancerResource desired, Resolution resolution) =>
        [PlannedCall.Of(ElasticLoadBalancingV2Model.CreateLoadBalancer, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<LoadBalancerState>> CreateAsync(LoadBalancerResource desired, ApplyContext context)
    {
        var answer = await context.Aws.ElasticLoadBalancingV2.CreateLoadBalancerAsync(Request(desired, context.Resolution), context.Cancellation);
        var loadBalancer = answer.LoadBalancers[0];
        var live = Made(desired, loadBalancer.LoadBalancerArn, new LoadBalancerState(loadBalancer, new Dictionary<string, string>(), context.Resolution.Tags(desired)));
        context.Available(live);
        await SetAttributesAsync(live.Id, desired, context);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<LoadBalancerState>> UpdateAsync(LoadBalancerResource desired, Live<LoadBalancerState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        var work = new List<Task>();
        if (differences.Touch("subnets"))
        {
            work.Add(context.Aws.ElasticLoadBalancingV2.SetSubnetsAsync(
                new SetSubnetsRequest { LoadBalancerArn = live.Id, Subnets = [.. desired.Subnets.Select(context.Resolution.Id)] }, context.Cancellation));
        }

        if (differences.Touch("securityGroups"))
        {
            work.Add(context.Aws.ElasticLoadBalancingV2.SetSecurityGroupsAsync(
                new SetSecurityGroupsRequest { LoadBalancerArn = live.Id, SecurityGroups = [context.Resolution.Id(desired.SecurityGroup)] }, context.Cancellation));
        }

        if (differences.Touch(IdleTimeout, DropInvalidHeaders))
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
    protected override bool IsReady(LoadBalancerState state) => state.LoadBalancer.State?.Code == LoadBalancerStateEnum.Active;

    /// <inheritdoc/>
    protected override async Task<Live<LoadBalancerState>> WaitReadyAsync(Live<LoadBalancerState> live, ApplyContext context)
    {
        context.Waiting($"load balancer {live.Name} is {live.State.LoadBalancer.State?.Code?.Value ?? "being made"}");
        var poll = context.Waits.Poll<LoadBalancer>("load balancer", async (arns, cancellation) =>
            ((await context.Aws.ElasticLoadBalancingV2.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { LoadBalancerArns = [.. arns] }, cancellation)).LoadBalancers ?? [])
            .ToDictionary(loadBalancer => loadBalancer.LoadBalancerArn, StringComparer.Ordinal));
        var ready = await poll.UntilAsync(live.Id, loadBalancer => loadBalancer?.State?.Code?.Value switch
        {
            "failed" => throw new ResourceFailedException("LoadBalancerFailed", $"Load balancer {live.Name} failed: {loadBalancer.State.Reason}", "Remove it and run it again."),
            var code => code == "active",
        });
        return live with { State = live.State with { LoadBalancer = ready! } };
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<LoadBalancerState> live, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.DeleteLoadBalancerAsync(new DeleteLoadBalancerRequest { LoadBalancerArn = live.Id }, context.Cancellation);

    private static LoadBalancerSchemeEnum Scheme(LoadBalancerResource desired) => desired.InternetFacing ? LoadBalancerSchemeEnum.InternetFacing : LoadBalancerSchemeEnum.Internal;

    private static CreateLoadBalancerRequest Request(LoadBalancerResource desired, Resolution resolution) => new()
    {
        Name = desired.Name,
        Type = LoadBalancerTypeEnum.Application,
        Scheme = Scheme(desired),
        Subnets = [.. desired.Subnets.Select(resolution.Id)],
        SecurityGroups = [resolution.Id(desired.SecurityGroup)],
        Tags = LoadBalancerTags.List(resolution.Tags(desired)),
    };

    private static Task SetAttributesAsync(string arn, LoadBalancerResource desired, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.ModifyLoadBalancerAttributesAsync(
            new ModifyLoadBalancerAttributesRequest
            {
                LoadBalancerArn = arn,
                Attributes =
                [
                    new LoadBalancerAttribute { Key = IdleTimeout, Value = desired.IdleTimeoutSeconds.ToString(CultureInfo.InvariantCulture) },
                    new LoadBalancerAttribute { Key = DropInvalidHeaders, Value = "true" },
                ],
            },
            context.Cancellation);

    private static async Task<IReadOnlyDictionary<string, string>> AttributesAsync(Observation observation, string arn)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return new Dictionary<string, string>();
        }

        var answer = await observation.Aws.ElasticLoadBalancingV2.DescribeLoadBalancerAttributesAsync(new DescribeLoadBalancerAttributesRequest { LoadBalancerArn = arn }, observation.Cancellation);
        return (answer.Attributes ?? []).ToDictionary(attribute => attribute.Key, attribute => attribute.Value, StringComparer.Ordinal);
    }
}
