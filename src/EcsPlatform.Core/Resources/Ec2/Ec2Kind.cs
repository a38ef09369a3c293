using Amazon.EC2.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>What all kinds of EC2 have in common: codes that end in <c>.NotFound</c>, <c>DependencyViolation</c> until others let go, tags as the only ownership.</summary>
public abstract class Ec2Kind<TResource, TState> : ResourceKind<TResource, TState>
    where TResource : Resource
{
    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) =>
        error.ErrorCode?.EndsWith("NotFound", StringComparison.Ordinal) == true;

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode is "DependencyViolation" or "InvalidIPAddress.InUse";

    /// <summary>Puts the tags on: of most of EC2's resources nothing else can be changed in place.</summary>
    protected override async Task<Live<TState>> UpdateAsync(TResource desired, Live<TState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        await Ec2Tags.PutAsync(live.Id, desired, context);
        return live;
    }

    /// <summary>A live resource whose name is its <c>Name</c> tag.</summary>
    protected Live<TState> Found(Observation observation, string id, TState state, List<Tag>? tags)
    {
        var map = tags.ToMap();
        return Found(observation, map.GetValueOrDefault("Name", id), id, state, map);
    }
}
