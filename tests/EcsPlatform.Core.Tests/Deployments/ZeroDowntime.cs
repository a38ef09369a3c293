using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>Zero downtime as a figure: the least share of requests that a healthy target served at any instant.</summary>
internal static class ZeroDowntime
{
    public static void NobodyNoticed(this ITestOutputHelper output, TrafficMeter traffic)
    {
        output.WriteLine($"least healthy share at any of {traffic.Samples.Count} instants: {traffic.LeastHealthyShare:P0}");
        traffic.LeastHealthyShare.ShouldBe(1.0);
    }
}
