using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.Acm;
using ListenerAction = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Listeners: one per port; each has a default rule with its default actions.</summary>
public sealed partial class ElasticLoadBalancingService
{
    // What the API takes where no policy is given; the console takes a newer one.
    private const string DefaultSslPolicy = "ELBSecurityPolicy-2016-08";

    // Network load balancers take RSA keys of 3072 bits at most.
    private static readonly string[] KeysWithoutNetworkLoadBalancers = ["RSA_4096"];

    private void HandleListeners()
    {
        On(ElasticLoadBalancingV2Model.CreateListener, CreateListener);
        On(ElasticLoadBalancingV2Model.DeleteListener, DeleteListener);
        On(ElasticLoadBalancingV2Model.DescribeListeners, DescribeListeners);
        On(ElasticLoadBalancingV2Model.ModifyListener, ModifyListener);
    }

    private static bool IsTls(ProtocolEnum protocol) => protocol == ProtocolEnum.HTTPS || protocol == ProtocolEnum.TLS;

    private CreateListenerResponse CreateListener(CreateListenerRequest request)
    {
        var tags = TagsOf(request.Tags);
        var balancer = FindBalancer(request.LoadBalancerArn).Shown;
        var hash = Ids.Hex(16);
        var listener = new Listener
        {
            ListenerArn = balancer.LoadBalancerArn.Replace(":loadbalancer/", ":listener/", StringComparison.Ordinal) + "/" + hash,
            LoadBalancerArn = balancer.LoadBalancerArn,
            Port = request.Port ?? throw Invalid("A port must be specified"),
            Protocol = request.Protocol ?? throw Invalid("A protocol must be specified"),
        };
        Secure(listener, request.Certificates, request.SslPolicy, IsApplication(balancer), isNew: true);
        CheckPort(listener, balancer);
        listener.DefaultActions = Actions.Checked(request.DefaultActions, IsApplication(balancer), Quotas.TargetGroupsPerAction);
        CheckTargetGroups(balancer, listener.DefaultActions);
        if (State.Listeners.Values.Count(other => other.LoadBalancerArn == balancer.LoadBalancerArn) >= Quotas.Listeners)
        {
            throw new AwsError("TooManyListeners", "The maximum number of listeners has been reached");
        }

        State.Listeners.Add(listener.ListenerArn, listener);
        Tag(listener.ListenerArn, tags);
        AddDefaultRule(listener);
        WatchTargets();
        return new CreateListenerResponse { Listeners = [listener] };
    }

    private static bool IsApplication(LoadBalancer balancer) => balancer.Type == LoadBalancerTypeEnum.Application;

    private ModifyListenerResponse ModifyListener(ModifyListenerRequest request)
    {
        var listener = FindListener(request.ListenerArn);
        var balancer = State.LoadBalancers[listener.LoadBalancerArn].Shown;
        var changed = new Listener
        {
            ListenerArn = listener.ListenerArn,
            LoadBalancerArn = listener.LoadBalancerArn,
            Port = request.Port ?? listener.Port,
            Protocol = request.Protocol ?? listener.Protocol,
        };
        Secure(changed, request.Certificates ?? listener.Certificates, request.SslPolicy ?? listener.SslPolicy, IsApplication(balancer), isNew: request.Certificates is not null);
        CheckPort(changed, balancer);
        if (request.DefaultActions is { Count: > 0 } actions)
        {
            changed.DefaultActions = Actions.Checked(actions, IsApplication(balancer), Quotas.TargetGroupsPerAction);
            CheckTargetGroups(balancer, changed.DefaultActions);
            listener.DefaultActions = changed.DefaultActions;
            RulesOf(listener.ListenerArn).Single(rule => rule.Shown.IsDefault == true).Shown.Actions = changed.DefaultActions;
        }

        (listener.Port, listener.Protocol, listener.Certificates, listener.SslPolicy) = (changed.Port, changed.Protocol, changed.Certificates, changed.SslPolicy);
        if (!IsTls(listener.Protocol))
        {
            State.ListenerCertificates.Remove(listener.ListenerArn);
        }

        WatchTargets();
        return new ModifyListenerResponse { Listeners = [listener] };
    }

    private DeleteListenerResponse DeleteListener(DeleteListenerRequest request)
    {
        RemoveListener(FindListener(request.ListenerArn));
        WatchTargets();
        return new DeleteListenerResponse();
    }

    private void RemoveListener(Listener listener)
    {
        foreach (var rule in RulesOf(listener.ListenerArn).ToArray())
        {
            State.Rules.Remove(rule.Shown.RuleArn);
            State.Tags.Remove(rule.Shown.RuleArn);
        }

        State.Listeners.Remove(listener.ListenerArn);
        State.ListenerAttributes.Remove(listener.ListenerArn);
        State.ListenerCertificates.Remove(listener.ListenerArn);
        State.Tags.Remove(listener.ListenerArn);
    }

    private DescribeListenersResponse DescribeListeners(DescribeListenersRequest request)
    {
        if (request.LoadBalancerArn is null == request.ListenerArns is not { Count: > 0 })
        {
            throw Invalid("You must specify either listener ARNs or a load balancer ARN");
        }

        var found = request.LoadBalancerArn is { } arn
            ? State.Listeners.Values.Where(listener => listener.LoadBalancerArn == FindBalancer(arn).Shown.LoadBalancerArn)
            : request.ListenerArns!.Select(FindListener).ToArray();
        if (request.LoadBalancerArn is { } balancer)
        {
            FindBalancer(balancer);
        }

        var page = PageOf(found, listener => listener.ListenerArn, request.Marker, request.PageSize);
        return new DescribeListenersResponse { Listeners = [.. page.Items], NextMarker = page.NextToken };
    }

    /// <summary>For ACM: the load balancers whose listeners show a certificate.</summary>
    internal IEnumerable<string> BalancersWith(string certificateArn) => State.Listeners.Values
        .Where(listener => listener.Certificates?.Exists(certificate => certificate.CertificateArn == certificateArn) == true
            || MoreCertificates(listener.ListenerArn).Contains(certificateArn))
        .Select(listener => listener.LoadBalancerArn)
        .Distinct(StringComparer.Ordinal);

    private void Secure(Listener listener, List<Certificate>? certificates, string? policy, bool application, bool isNew)
    {
        if (!IsTls(listener.Protocol))
        {
            return;
        }

        if (certificates is not [{ CertificateArn: { } arn }])
        {
            throw Invalid($"Exactly one certificate must be specified for {listener.Protocol.Value} listeners");
        }

        // A certificate that expires on a listener stays there.
        if (isNew)
        {
            CheckCertificate(arn, application);
        }

        listener.Certificates = [new() { CertificateArn = arn }];
        listener.SslPolicy = policy ?? DefaultSslPolicy;
        if (!listener.SslPolicy.StartsWith("ELBSecurityPolicy-", StringComparison.Ordinal))
        {
            throw new AwsError("SSLPolicyNotFound", $"SSL policy '{listener.SslPolicy}' not found");
        }
    }

    private void CheckCertificate(string arn, bool application)
    {
        // The sandbox has no server certificates of IAM: their ARNs are taken on trust.
        if (arn.StartsWith("arn:aws:iam::", StringComparison.Ordinal) && arn.Contains(":server-certificate/", StringComparison.Ordinal))
        {
            return;
        }

        var acm = Region.Get<AcmService>();
        var certificate = acm.FindCertificate(arn) ?? throw new AwsError("CertificateNotFound", $"Certificate '{arn}' not found");
        if (acm.StatusOf(certificate) != "ISSUED"
            || !certificate.Names.Exists(name => name.Contains('.', StringComparison.Ordinal))
            || (!application && KeysWithoutNetworkLoadBalancers.Contains(certificate.KeyAlgorithm)))
        {
            throw new AwsError("UnsupportedCertificate",
                $"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.");
        }
    }

    private void CheckPort(Listener listener, LoadBalancer balancer)
    {
        string[] allowed = IsApplication(balancer) ? ["HTTP", "HTTPS"] : ["TCP", "TLS", "UDP", "TCP_UDP"];
        if (!allowed.Contains(listener.Protocol.Value))
        {
            throw Invalid($"Protocol '{listener.Protocol.Value}' must be one of '[{string.Join(", ", allowed)}]'");
        }

        if (State.Listeners.Values.Any(other => other.LoadBalancerArn == balancer.LoadBalancerArn && other.Port == listener.Port && other.ListenerArn != listener.ListenerArn))
        {
            throw new AwsError("DuplicateListener", $"A listener already exists on this port for this load balancer '{balancer.LoadBalancerArn}'");
        }
    }

    private void CheckTargetGroups(LoadBalancer balancer, List<ListenerAction> actions)
    {
        foreach (var arn in Actions.TargetGroups(actions))
        {
            if (!State.TargetGroups.TryGetValue(arn, out var record))
            {
                throw new AwsError("TargetGroupNotFound", $"Target group '{arn}' not found");
            }

            if (record.Shown.VpcId != balancer.VpcId)
            {
                throw new AwsError("InvalidConfigurationRequest", $"The target group '{arn}' does not belong to the load balancer's VPC '{balancer.VpcId}'");
            }

            if (IsHttp(record.Shown.Protocol) != IsApplication(balancer))
            {
                throw new AwsError("IncompatibleProtocols",
                    $"Target group '{arn}' with protocol '{record.Shown.Protocol.Value}' cannot be used with a load balancer of type '{balancer.Type.Value}'");
            }

            if (ForwardingBalancers(arn).Any(other => other != balancer.LoadBalancerArn))
            {
                throw new AwsError("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {arn}");
            }
        }
    }
}
