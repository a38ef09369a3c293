using Amazon.ECR.Model;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>A platform that stands, and deployments on it; every call to <see cref="InProcess{T}"/> is a new process.</summary>
internal sealed class DeployedPlatform
{
    private readonly List<DeploymentStatus> _seen = [];

    public DeployedPlatform(string yaml, int seed = 1)
    {
        Platform = new SandboxedPlatform(Platforms.Read(yaml), seed);
        var report = Platform.Up();
        report.Failures.ShouldBeEmpty();
    }

    public SandboxedPlatform Platform { get; }

    /// <summary>Every state that was told of, in order.</summary>
    public IReadOnlyList<DeploymentStatus> Seen => _seen;

    /// <summary>Pushes an image into a service's own repository.</summary>
    public void Push(string service, string tag) => Platform.ByHand(aws => aws.ECR.PutImageAsync(new PutImageRequest
    {
        RepositoryName = Platform.Scope.Names.ForService(ResourceType.Repository, service),
        ImageTag = tag,
        ImageManifest = $$"""{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {"digest": "{{service}} {{tag}}"}, "layers": []}""",
    }));

    /// <summary>What would be deployed.</summary>
    public DeploymentPlan Plan(DeploymentChecks? checks = null, params DeploymentChange[] changes) =>
        InProcess(deployments => deployments.PlanAsync(changes, checks ?? new DeploymentChecks()));

    /// <summary>Deploys and follows to the end.</summary>
    public IReadOnlyList<DeploymentOutcome> Run(DeploymentOptions? options = null, params DeploymentChange[] changes) => InProcess(async deployments =>
        await deployments.RunAsync(await deployments.PlanAsync(changes, new DeploymentChecks()), options ?? new DeploymentOptions(), _seen.Add));

    /// <summary>Pushes an image and deploys it.</summary>
    public DeploymentOutcome Deploy(string service, string tag)
    {
        Push(service, tag);
        return Run(null, new DeploymentChange { Service = service, Image = tag }).ShouldHaveSingleItem();
    }

    /// <summary>Meters the traffic of payment-api from now on, by a request on the production listener at every change.</summary>
    public TrafficMeter MeasureTraffic()
    {
        var listener = Platform.ByHand(async aws =>
        {
            var balancer = (await aws.ElasticLoadBalancingV2.DescribeLoadBalancersAsync(new())).LoadBalancers[0];
            return (await aws.ElasticLoadBalancingV2.DescribeListenersAsync(new() { LoadBalancerArn = balancer.LoadBalancerArn })).Listeners.Find(listener => listener.Port == 80)!.ListenerArn;
        });
        return Platform.Account.MeasureTraffic(listener, new TrafficRequest("/payments/1"));
    }

    public T InProcess<T>(Func<PlatformDeployments, Task<T>> work) => Platform.InProcess(session => work(session.Deployments(Platform.Scope)));
}
