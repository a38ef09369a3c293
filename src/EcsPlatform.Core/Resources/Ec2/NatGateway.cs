using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>The way out for tasks in private subnets, without a way in.</summary>
public sealed class NatGatewayResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => NatGatewayKind.Instance;

    /// <summary>The public subnet that it stands in.</summary>
    public required SubnetResource Subnet { get; init; }

    /// <summary>Its public address.</summary>
    public required ElasticIpResource Address { get; init; }

    /// <summary>Must be attached, or the gateway fails (<c>Gateway.NotAttached</c>).</summary>
    public required InternetGatewayResource InternetGateway { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Subnet, Address, InternetGateway];
}

/// <summary>How NAT gateways are found, made, awaited and removed.</summary>
public sealed class NatGatewayKind : Ec2Kind<NatGatewayResource, NatGateway>
{
    /// <summary>The one instance.</summary>
    public static NatGatewayKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "nat-gateway";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service"];

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<NatGateway>>> ObserveAsync(Observation observation)
    {
        var found = await Pages.AllAsync(
            next => observation.Aws.EC2.DescribeNatGatewaysAsync(new DescribeNatGatewaysRequest { Filter = Ec2Tags.Ours(observation.Scope), NextToken = next }, observation.Cancellation),
            page => page.NatGateways,
            page => page.NextToken);
        return found
            .Where(gateway => gateway.State != NatGatewayState.Deleted)
            .Select(gateway => Found(observation, gateway.NatGatewayId, gateway, gateway.Tags) with { Going = gateway.State == NatGatewayState.Deleting })
            // One that has failed never serves: nobody's, so that it goes and another one comes.
            .Select(live => live.State.State == NatGatewayState.Failed ? live with { LogicalId = null } : live);
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(NatGatewayResource desired, NatGateway live, Resolution resolution) => new Differences()
        .Check("subnetId", live.SubnetId, resolution.Id(desired.Subnet), replace: true)
        .Check("allocationId", live.NatGatewayAddresses?.FirstOrDefault()?.AllocationId, AddressId(live, desired, resolution), replace: true)
        .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(NatGatewayResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.CreateNatGateway, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<NatGateway>> CreateAsync(NatGatewayResource desired, ApplyContext context)
    {
        await AddressFreeAsync(desired, context);
        var gateway = (await context.Aws.EC2.CreateNatGatewayAsync(Request(desired, context.Resolution), context.Cancellation)).NatGateway;
        return Made(desired, gateway.NatGatewayId, gateway);
    }

    /// <inheritdoc/>
    protected override bool IsReady(NatGateway state) => state.State == NatGatewayState.Available;

    /// <inheritdoc/>
    protected override async Task<Live<NatGateway>> WaitReadyAsync(Live<NatGateway> live, ApplyContext context)
    {
        context.Waiting($"NAT gateway {live.Id} is {live.State.State}");
        var gateway = await Poll(context).UntilAsync(live.Id, state => state?.State.Value switch
        {
            "available" => true,
            "pending" or null => false,
            var ended => throw new ResourceFailedException(
                "NatGatewayFailed",
                $"NAT gateway {live.Id} is {ended}: {state.FailureCode} {state.FailureMessage}",
                "Run it again: the failed gateway is removed and another one made."),
        });
        return live with { State = gateway! };
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(Live<NatGateway> live, ApplyContext context)
    {
        if (!live.Going)
        {
            await context.Aws.EC2.DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = live.Id }, context.Cancellation);
        }

        context.Waiting($"NAT gateway {live.Id} is going");
        await Poll(context).UntilAsync(live.Id, state => state is null || state.State == NatGatewayState.Deleted);
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(NatGatewayResource desired) => "nat-00000000000000000";

    private static CreateNatGatewayRequest Request(NatGatewayResource desired, Resolution resolution) => new()
    {
        SubnetId = resolution.Id(desired.Subnet),
        AllocationId = resolution.Id(desired.Address),
        TagSpecifications = Ec2Tags.At(ResourceType.Natgateway, desired, resolution),
    };

    /// <summary>The wanted address, or null while the API does not say which one the gateway has.</summary>
    private static string? AddressId(NatGateway live, NatGatewayResource desired, Resolution resolution) =>
        live.NatGatewayAddresses is [{ AllocationId: not null }, ..] ? resolution.Id(desired.Address) : null;

    /// <summary>A gateway that a removal has begun to delete holds its address until it is gone, and a new one with that address would fail (<c>Resource.AlreadyAssociated</c>).</summary>
    private static async Task AddressFreeAsync(NatGatewayResource desired, ApplyContext context)
    {
        if (context.Resolution.State<Address>(desired.Address)?.AssociationId is null)
        {
            return;
        }

        var id = context.Resolution.Id(desired.Address);
        context.Waiting($"Elastic address {id} is still held by a NAT gateway that is going");
        await context.Waits.Poll<Address>("elastic address", async (ids, cancellation) =>
        {
            var answer = await context.Aws.EC2.DescribeAddressesAsync(
                new DescribeAddressesRequest { Filters = [new Filter { Name = "allocation-id", Values = [.. ids] }] },
                cancellation);
            return (answer.Addresses ?? []).ToDictionary(address => address.AllocationId, StringComparer.Ordinal);
        }).UntilAsync(id, address => address?.AssociationId is null);
    }

    private static SharedPoll<NatGateway> Poll(ApplyContext context) => context.Waits.Poll<NatGateway>("NAT gateway", async (ids, cancellation) =>
    {
        var answer = await context.Aws.EC2.DescribeNatGatewaysAsync(
            new DescribeNatGatewaysRequest { Filter = [new Filter { Name = "nat-gateway-id", Values = [.. ids] }] },
            cancellation);
        return (answer.NatGateways ?? []).ToDictionary(gateway => gateway.NatGatewayId, StringComparer.Ordinal);
    });
}
