using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>A subnet in one availability zone.</summary>
public sealed class SubnetResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => SubnetKind.Instance;

    /// <summary>The network it lies in.</summary>
    public required VpcResource Vpc { get; init; }

    /// <summary>Its IPv4 block, /16 to /28, within the VPC's.</summary>
    public required string Cidr { get; init; }

    /// <summary>The zone's place among the region's zones, from 0; counts when <see cref="ZoneName"/> is null.</summary>
    public int ZoneIndex { get; init; }

    /// <summary>The zone by name ("us-east-1a").</summary>
    public string? ZoneName { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Vpc];
}

/// <summary>How subnets are found, made and removed.</summary>
public sealed class SubnetKind : Ec2Kind<SubnetResource, Subnet>
{
    /// <summary>The one instance.</summary>
    public static SubnetKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "subnet";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service", "load-balancer", "nat-gateway", "function"];

    /// <summary>Its block is taken: by itself, if an answer to us was lost.</summary>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "InvalidSubnet.Conflict";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<Subnet>>> ObserveAsync(Observation observation)
    {
        // Side by side: which zones there are matters only when a subnet has to be placed, but waiting to know would cost a round trip.
        var zones = observation.Depth == ObservationDepth.Full && observation.DesiredOf<SubnetResource>().Any() ? ZonesAsync(observation) : null;
        var subnets = Pages.AllAsync(
            next => observation.Aws.EC2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = Ec2Tags.Ours(observation.Scope), NextToken = next }, observation.Cancellation),
            page => page.Subnets,
            page => page.NextToken);
        await Task.WhenAll(zones ?? Task.CompletedTask, subnets);
        if (zones is not null)
        {
            observation.Zones = await zones;
        }

        return (await subnets).Select(subnet => Found(observation, subnet.SubnetId, subnet, subnet.Tags));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(SubnetResource desired, Subnet live, Resolution resolution) => new Differences()
        .Check("vpcId", live.VpcId, resolution.Id(desired.Vpc), replace: true)
        .Check("cidrBlock", live.CidrBlock, desired.Cidr, replace: true)
        .Check("availabilityZone", live.AvailabilityZone, desired.ZoneName, replace: true)
        .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlanProblem> Problems(SubnetResource desired, Live<Subnet>? live, Resolution resolution)
    {
        if (live is null && Zone(desired, resolution) is null)
        {
            yield return new PlanProblem(
                "ZoneMissing",
                desired.LogicalId,
                desired.ZoneName is { } name
                    ? $"{resolution.Region} has no availability zone '{name}'; it has {string.Join(", ", resolution.Zones)}."
                    : $"{resolution.Region} has only {resolution.Zones.Count} availability zones: {string.Join(", ", resolution.Zones)}.",
                "Ask for zones that the region has (network: zones:).");
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(SubnetResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.CreateSubnet, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<Subnet>> CreateAsync(SubnetResource desired, ApplyContext context)
    {
        var subnet = (await context.Aws.EC2.CreateSubnetAsync(Request(desired, context.Resolution), context.Cancellation)).Subnet;
        return Made(desired, subnet.SubnetId, subnet);
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<Subnet> live, ApplyContext context) => context.DeleteWhenFreeAsync("subnet-id", live.Id, () =>
        context.Aws.EC2.DeleteSubnetAsync(new DeleteSubnetRequest { SubnetId = live.Id }, context.Cancellation));

    /// <inheritdoc/>
    protected override string PlaceholderId(SubnetResource desired) => "subnet-00000000000000000";

    private static CreateSubnetRequest Request(SubnetResource desired, Resolution resolution) => new()
    {
        VpcId = resolution.Id(desired.Vpc),
        CidrBlock = desired.Cidr,
        AvailabilityZone = Zone(desired, resolution),
        TagSpecifications = Ec2Tags.At(ResourceType.Subnet, desired, resolution),
    };

    private static string? Zone(SubnetResource desired, Resolution resolution) =>
        desired.ZoneName is { } name
            ? resolution.Zones.FirstOrDefault(zone => zone == name)
            : resolution.Zones.ElementAtOrDefault(desired.ZoneIndex);

    private static async Task<IReadOnlyList<string>> ZonesAsync(Observation observation)
    {
        var answer = await observation.Aws.EC2.DescribeAvailabilityZonesAsync(
            new DescribeAvailabilityZonesRequest
            {
                Filters = [new Filter { Name = "state", Values = ["available"] }, new Filter { Name = "zone-type", Values = ["availability-zone"] }],
            },
            observation.Cancellation);
        return [.. (answer.AvailabilityZones ?? []).Select(zone => zone.ZoneName).Order(StringComparer.Ordinal)];
    }
}
