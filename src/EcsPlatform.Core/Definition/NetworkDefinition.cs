namespace EcsPlatform.Core.Definition;

/// <summary>The VPC: its addresses, zones, subnets and way out to the internet.</summary>
public sealed record NetworkDefinition
{
    /// <summary>The VPC's IPv4 block, /16 to /28 (EC2 <c>CreateVpc</c>); /16 to /23 when subnets are computed.</summary>
    public string Cidr { get; init; } = "10.0.0.0/16";

    /// <summary>How many availability zones (1 to 6), or which ones by name; a load balancer needs two.</summary>
    public ZoneSelection Zones { get; init; } = new();

    /// <summary>How tasks in private subnets reach the internet.</summary>
    public NatGatewayMode NatGateway { get; init; } = NatGatewayMode.Single;

    /// <summary>Accepts services without a NAT gateway: their images, logs and secrets are then reached over something that you bring (endpoints, a transit gateway).</summary>
    public bool AllowWithoutNat { get; init; }

    /// <summary>Public subnets' blocks, one per zone in order; computed from the VPC's block when left out.</summary>
    public IReadOnlyList<string> PublicSubnets { get; init; } = [];

    /// <summary>Private subnets' blocks, one per zone in order; computed from the VPC's block when left out.</summary>
    public IReadOnlyList<string> PrivateSubnets { get; init; } = [];
}
