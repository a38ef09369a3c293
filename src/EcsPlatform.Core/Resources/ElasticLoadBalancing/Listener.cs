using System.Globalization;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.CertificateManager;

namespace EcsPlatform.Core.Resources.ElasticLoadBalancing;

/// <summary>A port of the load balancer: what no rule takes gets a 404, or a redirect to HTTPS.</summary>
public sealed class ListenerResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ListenerKind.Instance;

    /// <summary>The load balancer.</summary>
    public required LoadBalancerResource LoadBalancer { get; init; }

    /// <summary>Port, protocol, certificate.</summary>
    public required ListenerDefinition Settings { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [LoadBalancer];
}

/// <summary>A listener with its tags.</summary>
public sealed record ListenerState(Listener Listener, IReadOnlyDictionary<string, string> Tags);

/// <summary>How listeners are found, made and removed.</summary>
public sealed class ListenerKind : ResourceKind<ListenerResource, ListenerState>
{
    private const string TlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"; // TLS 1.2 and 1.3 only; AWS's recommended policy

    /// <summary>The one instance.</summary>
    public static ListenerKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "listener";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["listener-rule"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "DuplicateListener";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "ListenerNotFound" or "LoadBalancerNotFound";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<ListenerState>>> ObserveAsync(Observation observation)
    {
        if (observation.Depth == ObservationDepth.Existence)
        {
            return []; // they go with their load balancer
        }

        // Side by side: certificates matter only where a listener does not show its own yet, but waiting to know would cost a round trip.
        var certificates = observation.DesiredOf<ListenerResource>().Select(listener => listener.Settings.CertificateArn).OfType<string>();
        var faults = observation.BranchAsync(() => CertificateCheck.FaultsAsync(observation, certificates));
        var listeners = observation.BranchAsync(observation.ListenersAsync);
        var labels = observation.BranchAsync(observation.RuleTagsAsync);
        await Task.WhenAll(faults, listeners, labels);
        observation.CertificateFaults = await faults;
        var (found, tags) = (await listeners, await labels);
        return found.Select(listener =>
        {
            var own = tags.GetValueOrDefault(listener.ListenerArn) ?? new Dictionary<string, string>();
            return Found(observation, own.GetValueOrDefault("Name", listener.ListenerArn), listener.ListenerArn, new ListenerState(listener, own), own);
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ListenerResource desired, ListenerState live, Resolution resolution) => new Differences()
        .Check("loadBalancerArn", live.Listener.LoadBalancerArn, resolution.Id(desired.LoadBalancer), replace: true)
        .Check("port", live.Listener.Port, desired.Settings.Port)
        .Check("protocol", live.Listener.Protocol?.Value, Protocol(desired).Value)
        .Check("certificate", CertificateOf(live), desired.Settings.CertificateArn)
        .Check("sslPolicy", live.Listener.SslPolicy, desired.Settings.Protocol == ListenerProtocol.Https ? TlsPolicy : null)
        .Check("defaultAction", Describe(live.Listener.DefaultActions?.FirstOrDefault()), Describe(DefaultAction(desired)))
        .CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlanProblem> Problems(ListenerResource desired, Live<ListenerState>? live, Resolution resolution)
    {
        // What it shows already it may go on showing.
        if (desired.Settings.CertificateArn is { } arn && CertificateOf(live?.State) != arn && resolution.CertificateFaults.TryGetValue(arn, out var fault))
        {
            yield return new PlanProblem(fault.Id, desired.LogicalId, fault.Message, fault.Advice);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ListenerResource desired, Resolution resolution) =>
        [PlannedCall.Of(ElasticLoadBalancingV2Model.CreateListener, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<ListenerState>> CreateAsync(ListenerResource desired, ApplyContext context)
    {
        var answer = await context.Aws.ElasticLoadBalancingV2.CreateListenerAsync(Request(desired, context.Resolution), context.Cancellation);
        var listener = answer.Listeners[0];
        return Made(desired, listener.ListenerArn, new ListenerState(listener, context.Resolution.Tags(desired)));
    }

    /// <inheritdoc/>
    protected override async Task<Live<ListenerState>> UpdateAsync(ListenerResource desired, Live<ListenerState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await LoadBalancerTags.PutAsync(live.Id, desired, context);
        }

        if (differences.TouchMoreThanTags())
        {
            await context.Aws.ElasticLoadBalancingV2.ModifyListenerAsync(
                new ModifyListenerRequest
                {
                    ListenerArn = live.Id,
                    Port = desired.Settings.Port,
                    Protocol = Protocol(desired),
                    Certificates = Certificates(desired),
                    SslPolicy = desired.Settings.Protocol == ListenerProtocol.Https ? TlsPolicy : null,
                    DefaultActions = [DefaultAction(desired)],
                },
                context.Cancellation);
        }

        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<ListenerState> live, ApplyContext context) =>
        context.Aws.ElasticLoadBalancingV2.DeleteListenerAsync(new DeleteListenerRequest { ListenerArn = live.Id }, context.Cancellation);

    private static CreateListenerRequest Request(ListenerResource desired, Resolution resolution) => new()
    {
        LoadBalancerArn = resolution.Id(desired.LoadBalancer),
        Port = desired.Settings.Port,
        Protocol = Protocol(desired),
        Certificates = Certificates(desired),
        SslPolicy = desired.Settings.Protocol == ListenerProtocol.Https ? TlsPolicy : null,
        DefaultActions = [DefaultAction(desired)],
        Tags = LoadBalancerTags.List(resolution.Tags(desired)),
    };

    private static string? CertificateOf(ListenerState? live) => live?.Listener.Certificates?.FirstOrDefault()?.CertificateArn;

    private static ProtocolEnum Protocol(ListenerResource desired) => desired.Settings.Protocol == ListenerProtocol.Https ? ProtocolEnum.HTTPS : ProtocolEnum.HTTP;

    private static List<Certificate>? Certificates(ListenerResource desired) =>
        desired.Settings.CertificateArn is { } arn ? [new Certificate { CertificateArn = arn }] : null;

    private static Amazon.ElasticLoadBalancingV2.Model.Action DefaultAction(ListenerResource desired) => desired.Settings.RedirectToPort is { } port
        ? new()
        {
            Type = ActionTypeEnum.Redirect,
            RedirectConfig = new RedirectActionConfig { Protocol = "HTTPS", Port = port.ToString(CultureInfo.InvariantCulture), StatusCode = RedirectActionStatusCodeEnum.HTTP_301 },
        }
        : new()
        {
            Type = ActionTypeEnum.FixedResponse,
            FixedResponseConfig = new FixedResponseActionConfig { StatusCode = "404", ContentType = "text/plain", MessageBody = "No service answers here." },
        };

    private static string? Describe(Amazon.ElasticLoadBalancingV2.Model.Action? action) => action?.Type?.Value switch
    {
        "redirect" => $"redirect {action.RedirectConfig?.Protocol} {action.RedirectConfig?.Port} {action.RedirectConfig?.StatusCode}",
        "fixed-response" => $"fixed-response {action.FixedResponseConfig?.StatusCode}",
        var other => other,
    };
}
