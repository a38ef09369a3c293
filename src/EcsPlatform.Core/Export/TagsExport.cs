using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Export;

/// <summary>The user's tags, read back from the network or, without one, the cluster.</summary>
internal static class TagsExport
{
    private const string OurPrefix = "ecsplatform:";
    private const string AwsPrefix = "aws:";

    public static IReadOnlyDictionary<string, string> Read(LivePlatform platform)
    {
        var tags = platform.All<VpcState>(VpcKind.Instance).Select(vpc => vpc.State.Vpc.Tags.ToMap()).FirstOrDefault()
            ?? platform.All<Amazon.ECS.Model.Cluster>(ClusterKind.Instance).Select(cluster => cluster.State.Tags.ToMap()).FirstOrDefault()
            ?? new Dictionary<string, string>();
        return tags.Where(tag => tag.Key != "Name" && !tag.Key.StartsWith(OurPrefix, StringComparison.Ordinal) && !tag.Key.StartsWith(AwsPrefix, StringComparison.Ordinal))
            .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
    }
}
