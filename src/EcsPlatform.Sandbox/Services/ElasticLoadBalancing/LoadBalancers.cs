using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Load balancers: made, found, deleted with everything that hangs on them.</summary>
public sealed partial class ElasticLoadBalancingService
{
    // "Elastic Load Balancing endpoints and quotas": hosted zones of application and of network load balancers.
    private static readonly Dictionary<string, (string Application, string Network)> HostedZones = new()
    {
        ["us-east-1"] = ("Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"),
        ["us-east-2"] = ("Z3AADJGX6KTTL2", "ZLMOA37VPKANP"),
        ["us-west-2"] = ("Z1H1FL5HABSF5", "Z18D5FSROUN65G"),
        ["eu-west-1"] = ("Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F"),
        ["eu-central-1"] = ("Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90"),
    };

    private Step _loadBalancerActive = null!;

    /// <summary>The load balancer with an ARN, or null.</summary>
    internal LoadBalancer? FindLoadBalancer(string arn) => State.LoadBalancers.GetValueOrDefault(arn)?.Shown;

    private void HandleLoadBalancers()
    {
        _loadBalancerActive = Step("load-balancer-active", arn =>
        {
            if (State.LoadBalancers.TryGetValue(arn, out var record))
            {
                record.Shown.State = new() { Code = LoadBalancerStateEnum.Active };
            }
        });
        On(ElasticLoadBalancingV2Model.CreateLoadBalancer, CreateLoadBalancer);
        On(ElasticLoadBalancingV2Model.DeleteLoadBalancer, DeleteLoadBalancer);
        On(ElasticLoadBalancingV2Model.DescribeLoadBalancers, DescribeLoadBalancers);
    }

    private CreateLoadBalancerResponse CreateLoadBalancer(CreateLoadBalancerRequest request)
    {
        ElbNames.Check(request.Name, "Load balancer");
        var tags = TagsOf(request.Tags);
        var type = request.Type ?? LoadBalancerTypeEnum.Application;
        if (type == LoadBalancerTypeEnum.Gateway)
        {
            throw new AwsError("InvalidConfigurationRequest", "The sandbox has application and network load balancers only.");
        }

        var scheme = request.Scheme ?? LoadBalancerSchemeEnum.InternetFacing;
        var subnets = ChosenSubnets(request.Subnets, request.SubnetMappings);
        var groups = ChosenGroups(type, subnets[0].VpcId, request.SecurityGroups);
        if (State.LoadBalancers.Values.FirstOrDefault(other => other.Shown.LoadBalancerName == request.Name) is { } existing)
        {
            return IsSame(existing.Shown, type, scheme, [.. subnets.Select(subnet => subnet.SubnetId)], groups)
                ? new CreateLoadBalancerResponse { LoadBalancers = [existing.Shown] }
                : throw new AwsError("DuplicateLoadBalancerName", $"A load balancer with the same name '{request.Name}' exists, but with different settings");
        }

        CheckPlacement(type, scheme, subnets);
        if (State.LoadBalancers.Values.Count(other => other.Shown.Type == type) >= Quotas.LoadBalancers)
        {
            throw new AwsError("TooManyLoadBalancers", "The maximum number of load balancers has been reached");
        }

        var record = NewLoadBalancer(request.Name, type, scheme, subnets[0].VpcId, request.IpAddressType ?? IpAddressType.Ipv4, groups);
        State.LoadBalancers.Add(record.Shown.LoadBalancerArn, record);
        Tag(record.Shown.LoadBalancerArn, tags);
        Occupy(record, subnets);
        _loadBalancerActive.After(ElbPace.LoadBalancerActive, record.Shown.LoadBalancerArn);
        return new CreateLoadBalancerResponse { LoadBalancers = [record.Shown] };
    }

    private BalancerRecord NewLoadBalancer(
        string name, LoadBalancerTypeEnum type, LoadBalancerSchemeEnum scheme, string vpcId, IpAddressType addresses, List<string> groups)
    {
        var application = type == LoadBalancerTypeEnum.Application;
        var hash = Ids.Hex(16);
        var host = scheme == LoadBalancerSchemeEnum.Internal ? $"internal-{name}" : name;
        var zone = HostedZones.GetValueOrDefault(Region.Name, HostedZones["us-east-1"]);
        return new BalancerRecord
        {
            Shown = new LoadBalancer
            {
                LoadBalancerArn = Region.Arn("elasticloadbalancing", $"loadbalancer/{(application ? "app" : "net")}/{name}/{hash}"),
                LoadBalancerName = name,
                DNSName = application
                    ? $"{host}-{1000000000L + Ids.Below(1000000000)}.{Region.Name}.elb.amazonaws.com"
                    : $"{name}-{hash}.elb.{Region.Name}.amazonaws.com",
                CanonicalHostedZoneId = application ? zone.Application : zone.Network,
                CreatedTime = Now.UtcDateTime,
                Scheme = scheme,
                Type = type,
                VpcId = vpcId,
                IpAddressType = addresses,
                State = new() { Code = LoadBalancerStateEnum.Provisioning },
                SecurityGroups = groups.Count > 0 ? groups : null,
                AvailabilityZones = [],
            },
        };
    }

    private static bool IsSame(LoadBalancer existing, LoadBalancerTypeEnum type, LoadBalancerSchemeEnum scheme, HashSet<string> subnets, List<string> groups) =>
        existing.Type == type
        && existing.Scheme == scheme
        && subnets.SetEquals(existing.AvailabilityZones.Select(zone => zone.SubnetId))
        && groups.ToHashSet().SetEquals(existing.SecurityGroups ?? []);

    // Deleting one that does not exist succeeds (API reference, DeleteLoadBalancer).
    private DeleteLoadBalancerResponse DeleteLoadBalancer(DeleteLoadBalancerRequest request)
    {
        var arn = request.LoadBalancerArn;
        if (!State.LoadBalancers.TryGetValue(arn, out var record))
        {
            return arn.Contains(":loadbalancer/", StringComparison.Ordinal)
                ? new DeleteLoadBalancerResponse()
                : throw Invalid($"'{arn}' is not a valid load balancer ARN");
        }

        if (record.Attributes.GetValueOrDefault("deletion_protection.enabled") == "true")
        {
            throw new AwsError("OperationNotPermitted", $"Load balancer '{arn}' cannot be deleted because deletion protection is enabled");
        }

        foreach (var listener in State.Listeners.Values.Where(listener => listener.LoadBalancerArn == arn).ToArray())
        {
            RemoveListener(listener);
        }

        foreach (var network in record.Interfaces.Values)
        {
            Ec2.ReleaseInterface(network, ElbPace.InterfacesLinger);
        }

        _loadBalancerActive.Cancel(arn);
        State.LoadBalancers.Remove(arn);
        State.Tags.Remove(arn);
        WatchTargets();
        return new DeleteLoadBalancerResponse();
    }

    private DescribeLoadBalancersResponse DescribeLoadBalancers(DescribeLoadBalancersRequest request)
    {
        IEnumerable<LoadBalancer> found = State.LoadBalancers.Values.Select(record => record.Shown);
        if (request.LoadBalancerArns is { Count: > 0 } arns)
        {
            found = arns.Select(arn => FindBalancer(arn).Shown).ToArray();
        }
        else if (request.Names is { Count: > 0 } names)
        {
            found = names.Select(name => found.FirstOrDefault(balancer => balancer.LoadBalancerName == name)
                ?? throw new AwsError("LoadBalancerNotFound", $"Load balancers '[{name}]' not found")).ToArray();
        }

        var page = PageOf(found, balancer => balancer.LoadBalancerArn, request.Marker, request.PageSize);
        return new DescribeLoadBalancersResponse { LoadBalancers = [.. page.Items], NextMarker = page.NextToken };
    }
}
