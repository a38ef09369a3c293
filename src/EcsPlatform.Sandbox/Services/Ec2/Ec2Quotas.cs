namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Quotas of a region, at AWS's defaults (VPC user guide, "Amazon VPC quotas").</summary>
public sealed record Ec2Quotas
{
    /// <summary>VPCs per region; internet gateways per region follow it.</summary>
    public int Vpcs { get; init; } = 5;

    /// <summary>Elastic IP addresses per region.</summary>
    public int ElasticIps { get; init; } = 5;

    /// <summary>NAT gateways per zone.</summary>
    public int NatGatewaysPerZone { get; init; } = 5;

    /// <summary>Subnets per VPC.</summary>
    public int SubnetsPerVpc { get; init; } = 200;

    /// <summary>Route tables per VPC, the main one included.</summary>
    public int RouteTablesPerVpc { get; init; } = 200;

    /// <summary>Routes per route table.</summary>
    public int RoutesPerTable { get; init; } = 500;

    /// <summary>Security groups per region.</summary>
    public int SecurityGroups { get; init; } = 2500;

    /// <summary>Rules of a security group per direction and address family.</summary>
    public int RulesPerSecurityGroup { get; init; } = 60;

    /// <summary>Security groups per network interface.</summary>
    public int SecurityGroupsPerInterface { get; init; } = 5;
}
