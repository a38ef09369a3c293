using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>The platform's virtual network, with DNS names for what is in it.</summary>
public sealed class VpcResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => VpcKind.Instance;

    /// <summary>Its IPv4 block, /16 to /28.</summary>
    public required string Cidr { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>A VPC with the attributes that only a call of their own tells.</summary>
/// <param name="Vpc">The VPC.</param>
/// <param name="DnsHostnames">Whether interfaces get DNS names; Cloud Map and private endpoints need it.</param>
public sealed record VpcState(Vpc Vpc, bool DnsHostnames);

/// <summary>How VPCs are found, made and removed.</summary>
public sealed class VpcKind : Ec2Kind<VpcResource, VpcState>
{
    /// <summary>The one instance.</summary>
    public static VpcKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "vpc";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["subnet", "internet-gateway", "route-table", "security-group"];

    /// <summary>The platform's networks, listed once per look.</summary>
    internal static Task<List<Vpc>> ListAsync(Observation observation) => observation.OnceAsync("VPCs", () => Pages.AllAsync(
        next => observation.Aws.EC2.DescribeVpcsAsync(new DescribeVpcsRequest { Filters = Ec2Tags.Ours(observation.Scope), NextToken = next }, observation.Cancellation),
        page => page.Vpcs,
        page => page.NextToken));

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<VpcState>>> ObserveAsync(Observation observation) =>
        await Task.WhenAll((await ListAsync(observation)).Select(async vpc => Found(observation, vpc.VpcId, await DetailAsync(observation, vpc), vpc.Tags)));

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(VpcResource desired, VpcState live, Resolution resolution) => new Differences()
        .Check("cidrBlock", live.Vpc.CidrBlock, desired.Cidr, replace: true)
        .Check("enableDnsHostnames", live.DnsHostnames, true)
        .CheckTags(live.Vpc.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(VpcResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.CreateVpc, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<VpcState>> CreateAsync(VpcResource desired, ApplyContext context)
    {
        var vpc = (await context.Aws.EC2.CreateVpcAsync(Request(desired, context.Resolution), context.Cancellation)).Vpc;
        var live = Made(desired, vpc.VpcId, new VpcState(vpc, DnsHostnames: true));
        context.Available(live);
        await EnableDnsHostnamesAsync(vpc.VpcId, context);
        return live;
    }

    /// <inheritdoc/>
    protected override async Task<Live<VpcState>> UpdateAsync(VpcResource desired, Live<VpcState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        context.Available(live);
        if (!live.State.DnsHostnames)
        {
            await EnableDnsHostnamesAsync(live.Id, context);
        }

        if (differences.TouchTags())
        {
            await Ec2Tags.PutAsync(live.Id, desired, context);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<VpcState> live, ApplyContext context) =>
        context.Aws.EC2.DeleteVpcAsync(new DeleteVpcRequest { VpcId = live.Id }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(VpcResource desired) => "vpc-00000000000000000";

    private static CreateVpcRequest Request(VpcResource desired, Resolution resolution) => new()
    {
        CidrBlock = desired.Cidr,
        TagSpecifications = Ec2Tags.At(ResourceType.Vpc, desired, resolution),
    };

    private static Task EnableDnsHostnamesAsync(string id, ApplyContext context) =>
        context.Aws.EC2.ModifyVpcAttributeAsync(new ModifyVpcAttributeRequest { VpcId = id, EnableDnsHostnames = true }, context.Cancellation);

    private static async Task<VpcState> DetailAsync(Observation observation, Vpc vpc)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return new VpcState(vpc, DnsHostnames: true);
        }

        // DNS support is on in every new VPC, and hostnames, which need it, would tell if somebody had turned it off.
        var answer = await observation.Aws.EC2.DescribeVpcAttributeAsync(
            new DescribeVpcAttributeRequest { VpcId = vpc.VpcId, Attribute = VpcAttributeName.EnableDnsHostnames },
            observation.Cancellation);
        return new VpcState(vpc, answer.EnableDnsHostnames == true);
    }
}
