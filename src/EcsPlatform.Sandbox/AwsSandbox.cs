using EcsPlatform.Aws.Modeling;
using EcsPlatform.Sandbox.Services.Acm;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;
using EcsPlatform.Sandbox.Services.Lambda;

namespace EcsPlatform.Sandbox;

/// <summary>An AWS account in this process: answers the requests of any AWS client, keeps what was made, and lets it live in time.</summary>
public sealed class AwsSandbox
{
    private readonly Dictionary<string, SandboxRegion> _regions = new(StringComparer.Ordinal);
    private readonly CallPipeline _pipeline;

    /// <summary>An empty account.</summary>
    /// <param name="options">How it is set up; seed 1, us-east-1, a virtual clock and no latency when left out.</param>
    public AwsSandbox(SandboxOptions? options = null)
    {
        Options = options ?? new SandboxOptions();
        Clock = Options.Clock ?? new VirtualClock();
        Faults = new Faults(Options.Seed);
        foreach (var service in Options.Discontinued)
        {
            Faults.Discontinue(service);
        }

        _pipeline = new CallPipeline(this);
    }

    /// <summary>How the sandbox is set up.</summary>
    public SandboxOptions Options { get; }

    /// <summary>The sandbox's time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>What goes wrong on demand.</summary>
    public Faults Faults { get; }

    /// <summary>What Lambda functions do when they are invoked.</summary>
    public LambdaBehaviours Functions { get; } = new();

    /// <summary>Every call so far.</summary>
    public Journal Journal { get; } = new();

    /// <summary>The operations that the sandbox has, by signing name ("ecs": "CreateCluster", …).</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Operations =>
        ServiceTable.All.ToDictionary(entry => entry.Model.SigningName, entry => Locked(() => Region(Options.Region).Get(entry).Operations));

    /// <summary>Held while a handler or a step runs.</summary>
    internal object World { get; } = new();

    /// <summary>A handler for HTTP clients in this process; any number of clients may share it.</summary>
    public HttpMessageHandler CreateHandler() => new SandboxHandler(_pipeline);

    /// <summary>Puts a certificate that exists elsewhere, in the account that is rehearsed for, into ACM here: issued, unless <see cref="Faults.SetUnprovenDomain"/> names it.</summary>
    /// <param name="arn">The certificate's ARN; its region is where it will be.</param>
    /// <returns>False where there is nothing to do: it is there already, or the ARN is none of ACM's.</returns>
    public bool StandInCertificate(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn.Split(':') is ["arn", _, "acm", var region, _, var resource]
            && resource.StartsWith("certificate/", StringComparison.Ordinal)
            && Look((AcmService acm) => acm.StandIn(arn), region);
    }

    /// <summary>Looks into a region's services, with no call under way meanwhile.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <typeparam name="TResult">What is looked for.</typeparam>
    /// <param name="look">Reads the service's state.</param>
    /// <param name="region">The region; the sandbox's own when left out.</param>
    public TResult Look<TService, TResult>(Func<TService, TResult> look, string? region = null)
        where TService : SandboxService =>
        Locked(() => look(Region(region ?? Options.Region).Get<TService>()));

    /// <summary>Where a listener would send a request at this instant: which targets, their health, their shares.</summary>
    /// <param name="listenerArn">The listener.</param>
    /// <param name="request">The request; a GET of "/" when left out.</param>
    /// <param name="region">The region; the sandbox's own when left out.</param>
    public TrafficSample SampleTraffic(string listenerArn, TrafficRequest? request = null, string? region = null) =>
        Look((ElasticLoadBalancingService balancing) => balancing.Sample(listenerArn, request ?? new TrafficRequest()), region);

    /// <summary>Follows a listener's traffic from now on: every change gives a sample, so that the worst instant is known.</summary>
    /// <param name="listenerArn">The listener.</param>
    /// <param name="request">The request; a GET of "/" when left out.</param>
    /// <param name="region">The region; the sandbox's own when left out.</param>
    public TrafficMeter MeasureTraffic(string listenerArn, TrafficRequest? request = null, string? region = null) =>
        Look((ElasticLoadBalancingService balancing) => balancing.Measure(listenerArn, request ?? new TrafficRequest()), region);

    /// <summary>Everything that stands in the account, whoever made it, as "region service collection/key": what a bill, or the next tenant of a name, would know of.</summary>
    public IReadOnlyList<string> Inventory() => Locked(() => (IReadOnlyList<string>)
    [
        .. from region in _regions.Values
           from service in region.Own
           from item in service.Value.Inventory()
           let name = service.Key.Name.EndsWith("Service", StringComparison.Ordinal) ? service.Key.Name[..^"Service".Length] : service.Key.Name
           let line = $"{region.Name} {name} {item}"
           orderby line
           select line,
    ]);

    internal CallPipeline Pipeline => _pipeline;

    internal IReadOnlyCollection<SandboxRegion> Regions => _regions.Values;

    internal SandboxRegion Region(string name)
    {
        if (!_regions.TryGetValue(name, out var region))
        {
            _regions[name] = region = new SandboxRegion(this, name);
        }

        return region;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (World)
        {
            return read();
        }
    }
}
