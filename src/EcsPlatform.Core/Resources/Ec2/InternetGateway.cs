using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>The VPC's door to the internet.</summary>
public sealed class InternetGatewayResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => InternetGatewayKind.Instance;

    /// <summary>The network that it is attached to.</summary>
    public required VpcResource Vpc { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Vpc];
}

/// <summary>How internet gateways are found, made, attached and removed.</summary>
public sealed class InternetGatewayKind : Ec2Kind<InternetGatewayResource, InternetGateway>
{
    /// <summary>The one instance.</summary>
    public static InternetGatewayKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "internet-gateway";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["load-balancer", "nat-gateway", "elastic-ip"];

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<InternetGateway>>> ObserveAsync(Observation observation)
    {
        var found = await Pages.AllAsync(
            next => observation.Aws.EC2.DescribeInternetGatewaysAsync(new DescribeInternetGatewaysRequest { Filters = Ec2Tags.Ours(observation.Scope), NextToken = next }, observation.Cancellation),
            page => page.InternetGateways,
            page => page.NextToken);
        return found.Select(gateway => Found(observation, gateway.InternetGatewayId, gateway, gateway.Tags));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(InternetGatewayResource desired, InternetGateway live, Resolution resolution) => new Differences()
        .Check("attachment.vpcId", AttachedTo(live), resolution.Id(desired.Vpc))
        .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(InternetGatewayResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.CreateInternetGateway, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<InternetGateway>> CreateAsync(InternetGatewayResource desired, ApplyContext context)
    {
        var gateway = (await context.Aws.EC2.CreateInternetGatewayAsync(Request(desired, context.Resolution), context.Cancellation)).InternetGateway;
        await AttachAsync(gateway.InternetGatewayId, desired, context);
        return Made(desired, gateway.InternetGatewayId, gateway);
    }

    /// <inheritdoc/>
    protected override async Task<Live<InternetGateway>> UpdateAsync(InternetGatewayResource desired, Live<InternetGateway> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await Ec2Tags.PutAsync(live.Id, desired, context);
        }

        if (AttachedTo(live.State) is null)
        {
            await AttachAsync(live.Id, desired, context);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(Live<InternetGateway> live, ApplyContext context)
    {
        if (AttachedTo(live.State) is { } vpc)
        {
            try
            {
                await context.Aws.EC2.DetachInternetGatewayAsync(new DetachInternetGatewayRequest { InternetGatewayId = live.Id, VpcId = vpc }, context.Cancellation);
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "Gateway.NotAttached")
            {
                // A call of ours whose answer was lost has detached it.
            }
        }

        await context.Aws.EC2.DeleteInternetGatewayAsync(new DeleteInternetGatewayRequest { InternetGatewayId = live.Id }, context.Cancellation);
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(InternetGatewayResource desired) => "igw-00000000000000000";

    private static CreateInternetGatewayRequest Request(InternetGatewayResource desired, Resolution resolution) =>
        new() { TagSpecifications = Ec2Tags.At(ResourceType.InternetGateway, desired, resolution) };

    private static async Task AttachAsync(string id, InternetGatewayResource desired, ApplyContext context)
    {
        try
        {
            await context.Aws.EC2.AttachInternetGatewayAsync(
                new AttachInternetGatewayRequest { InternetGatewayId = id, VpcId = context.Resolution.Id(desired.Vpc) },
                context.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "Resource.AlreadyAssociated")
        {
            // A call of ours whose answer was lost has attached it; to another VPC it cannot be, as the tags are ours.
        }
    }

    private static string? AttachedTo(InternetGateway gateway) =>
        gateway.Attachments?.FirstOrDefault(attachment => attachment.State?.Value is "available" or "attached" or "attaching")?.VpcId;
}
