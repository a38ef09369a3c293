using Amazon.EC2.Model;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Everything that EC2's network remembers, by identifier.</summary>
public sealed class Ec2State
{
    /// <summary>VPCs.</summary>
    public Dictionary<string, Vpc> Vpcs { get; set; } = [];

    /// <summary>DNS attributes of the VPCs.</summary>
    public Dictionary<string, VpcDns> VpcDns { get; set; } = [];

    /// <summary>Subnets.</summary>
    public Dictionary<string, Subnet> Subnets { get; set; } = [];

    /// <summary>Internet gateways.</summary>
    public Dictionary<string, InternetGateway> InternetGateways { get; set; } = [];

    /// <summary>Elastic IP addresses by allocation id.</summary>
    public Dictionary<string, Address> Addresses { get; set; } = [];

    /// <summary>NAT gateways, deleted ones for an hour.</summary>
    public Dictionary<string, NatGateway> NatGateways { get; set; } = [];

    /// <summary>Client tokens of CreateNatGateway: the gateway, and what was asked for.</summary>
    public Dictionary<string, ClientTokenUse> NatGatewayTokens { get; set; } = [];

    /// <summary>Route tables with their routes and associations.</summary>
    public Dictionary<string, RouteTable> RouteTables { get; set; } = [];

    /// <summary>Network ACLs (each VPC's default one).</summary>
    public Dictionary<string, NetworkAcl> NetworkAcls { get; set; } = [];

    /// <summary>Security groups, without their rules.</summary>
    public Dictionary<string, SecurityGroup> SecurityGroups { get; set; } = [];

    /// <summary>Security group rules.</summary>
    public Dictionary<string, SecurityGroupRule> SecurityGroupRules { get; set; } = [];

    /// <summary>Network interfaces.</summary>
    public Dictionary<string, NetworkInterface> NetworkInterfaces { get; set; } = [];

    /// <summary>Tags of all of these.</summary>
    public Dictionary<string, TagSet> Tags { get; set; } = [];
}

/// <summary>A VPC's DNS attributes.</summary>
public sealed class VpcDns
{
    /// <summary>enableDnsSupport.</summary>
    public bool Support { get; set; } = true;

    /// <summary>enableDnsHostnames.</summary>
    public bool Hostnames { get; set; }

    /// <summary>enableNetworkAddressUsageMetrics.</summary>
    public bool UsageMetrics { get; set; }
}

/// <summary>A client token that was used.</summary>
/// <param name="ResourceId">What it made.</param>
/// <param name="Request">What was asked for, to tell a repetition from a different request.</param>
public sealed record ClientTokenUse(string ResourceId, string Request);
