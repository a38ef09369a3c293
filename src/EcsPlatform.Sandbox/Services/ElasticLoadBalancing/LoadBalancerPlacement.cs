using Amazon.EC2;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.Ec2;
using Subnet = Amazon.EC2.Model.Subnet;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Where load balancers stand: subnets of one VPC in different zones, an interface in each, security groups in front.</summary>
public sealed partial class ElasticLoadBalancingService
{
    private const int FreeAddressesNeeded = 8;

    private void HandleLoadBalancerPlacement()
    {
        On(ElasticLoadBalancingV2Model.SetSecurityGroups, SetSecurityGroups);
        On(ElasticLoadBalancingV2Model.SetSubnets, SetSubnets);
    }

    private SetSecurityGroupsResponse SetSecurityGroups(SetSecurityGroupsRequest request)
    {
        var record = FindBalancer(request.LoadBalancerArn);
        var groups = ChosenGroups(record.Shown.Type, record.Shown.VpcId, request.SecurityGroups);
        record.Shown.SecurityGroups = groups;
        foreach (var network in record.Interfaces.Values)
        {
            Ec2.SetInterfaceGroups(network, groups);
        }

        WatchTargets();
        return new SetSecurityGroupsResponse { SecurityGroupIds = groups };
    }

    private SetSubnetsResponse SetSubnets(SetSubnetsRequest request)
    {
        var record = FindBalancer(request.LoadBalancerArn);
        var subnets = ChosenSubnets(request.Subnets, request.SubnetMappings);
        if (subnets[0].VpcId != record.Shown.VpcId)
        {
            throw new AwsError("InvalidConfigurationRequest", $"The subnets must belong to the load balancer's VPC '{record.Shown.VpcId}'");
        }

        CheckPlacement(record.Shown.Type, record.Shown.Scheme, [.. subnets.Where(subnet => !record.Interfaces.ContainsKey(subnet.SubnetId))], all: subnets);
        Occupy(record, subnets);
        WatchTargets();
        return new SetSubnetsResponse { AvailabilityZones = record.Shown.AvailabilityZones, IpAddressType = record.Shown.IpAddressType };
    }

    private List<Subnet> ChosenSubnets(List<string>? ids, List<SubnetMapping>? mappings)
    {
        List<string> chosen = [.. ids ?? [], .. (mappings ?? []).Select(mapping => mapping.SubnetId)];
        if (chosen.Count == 0)
        {
            throw Invalid("At least one subnet must be specified");
        }

        List<Subnet> subnets = [.. chosen.Select(id => Ec2.FindSubnet(id) ?? throw new AwsError("SubnetNotFound", $"The subnet ID '{id}' does not exist"))];
        if (subnets.Select(subnet => subnet.VpcId).Distinct().Count() > 1)
        {
            throw new AwsError("InvalidConfigurationRequest", $"All subnets must belong to the same VPC: '{string.Join(", ", chosen)}'");
        }

        return subnets.Select(subnet => subnet.AvailabilityZone).Distinct().Count() == subnets.Count ? subnets : throw new AwsError(
            "InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
    }

    private List<string> ChosenGroups(LoadBalancerTypeEnum type, string vpcId, List<string>? ids)
    {
        if (ids is { Count: > 0 })
        {
            return ids.All(id => Ec2.FindSecurityGroup(id)?.VpcId == vpcId) ? [.. ids.Distinct()] : throw new AwsError(
                "InvalidConfigurationRequest", "One or more security groups are invalid");
        }

        return type == LoadBalancerTypeEnum.Application ? [Ec2.DefaultSecurityGroup(vpcId)] : [];
    }

    private void CheckPlacement(LoadBalancerTypeEnum type, LoadBalancerSchemeEnum scheme, List<Subnet> added, List<Subnet>? all = null)
    {
        all ??= added;
        if (type == LoadBalancerTypeEnum.Application && all.Count < 2)
        {
            throw Invalid("At least two subnets in two different Availability Zones must be specified");
        }

        if (scheme == LoadBalancerSchemeEnum.InternetFacing && !Ec2.HasInternetGateway(all[0].VpcId))
        {
            throw new AwsError("InvalidSubnet", $"VPC {all[0].VpcId} has no internet gateway");
        }

        if (added.Find(subnet => subnet.AvailableIpAddressCount < FreeAddressesNeeded) is { } full)
        {
            throw new AwsError("InvalidSubnet",
                $"Not enough IP space available in {full.SubnetId}. ELB requires at least {FreeAddressesNeeded} free IP addresses in each subnet.");
        }
    }

    /// <summary>An interface in each of the subnets and in no other.</summary>
    private void Occupy(BalancerRecord record, List<Subnet> subnets)
    {
        var shown = record.Shown;
        foreach (var (subnet, network) in record.Interfaces.Where(pair => subnets.TrueForAll(wanted => wanted.SubnetId != pair.Key)).ToArray())
        {
            Ec2.ReleaseInterface(network, ElbPace.InterfacesLinger);
            record.Interfaces.Remove(subnet);
        }

        foreach (var subnet in subnets.Where(subnet => !record.Interfaces.ContainsKey(subnet.SubnetId)))
        {
            var description = "ELB " + shown.LoadBalancerArn.Split(":loadbalancer/")[1];
            var network = Ec2.CreateInterface(new InterfaceOrder(subnet.SubnetId, shown.SecurityGroups ?? [], description, "amazon-elb")
            {
                Type = shown.Type == LoadBalancerTypeEnum.Network ? NetworkInterfaceType.Network_load_balancer : NetworkInterfaceType.Interface,
                PublicIp = shown.Scheme == LoadBalancerSchemeEnum.InternetFacing,
            });
            record.Interfaces.Add(subnet.SubnetId, network.NetworkInterfaceId);
        }

        shown.AvailabilityZones =
            [.. subnets.Select(subnet => new Amazon.ElasticLoadBalancingV2.Model.AvailabilityZone
            {
                ZoneName = subnet.AvailabilityZone,
                SubnetId = subnet.SubnetId,
                LoadBalancerAddresses = [],
            })];
    }
}
