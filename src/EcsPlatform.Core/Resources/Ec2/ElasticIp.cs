using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>A public address that stays the same: partners put NAT gateways' addresses on their allow lists.</summary>
public sealed class ElasticIpResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ElasticIpKind.Instance;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>How elastic addresses are found, allocated and released.</summary>
public sealed class ElasticIpKind : Ec2Kind<ElasticIpResource, Address>
{
    /// <summary>The one instance.</summary>
    public static ElasticIpKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "elastic-ip";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["nat-gateway"];

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "InvalidIPAddress.InUse" || base.IsTooEarly(error);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<Address>>> ObserveAsync(Observation observation)
    {
        var answer = await observation.Aws.EC2.DescribeAddressesAsync(new DescribeAddressesRequest { Filters = Ec2Tags.Ours(observation.Scope) }, observation.Cancellation);
        return (answer.Addresses ?? []).Select(address => Found(observation, address.AllocationId, address, address.Tags));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ElasticIpResource desired, Address live, Resolution resolution) =>
        new Differences().CheckTags(live.Tags.ToMap(), resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ElasticIpResource desired, Resolution resolution) =>
        [PlannedCall.Of(EC2Model.AllocateAddress, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<Address>> CreateAsync(ElasticIpResource desired, ApplyContext context)
    {
        var answer = await context.Aws.EC2.AllocateAddressAsync(Request(desired, context.Resolution), context.Cancellation);
        return Made(desired, answer.AllocationId, new Address { AllocationId = answer.AllocationId, PublicIp = answer.PublicIp });
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<Address> live, ApplyContext context) =>
        context.Aws.EC2.ReleaseAddressAsync(new ReleaseAddressRequest { AllocationId = live.Id }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(ElasticIpResource desired) => "eipalloc-00000000000000000";

    private static AllocateAddressRequest Request(ElasticIpResource desired, Resolution resolution) => new()
    {
        Domain = DomainType.Vpc,
        TagSpecifications = Ec2Tags.At(ResourceType.ElasticIp, desired, resolution),
    };
}
