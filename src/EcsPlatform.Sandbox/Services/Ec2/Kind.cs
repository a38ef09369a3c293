using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>A kind of EC2 resource: how its identifiers look, and how EC2 refuses wrong ones.</summary>
/// <param name="Prefix">"vpc".</param>
/// <param name="ResourceType">The name in tag specifications and ARNs: "natgateway".</param>
/// <param name="NotFound">Error code for an identifier that does not exist.</param>
/// <param name="Malformed">Error code for a text that is no such identifier.</param>
/// <param name="Noun">What the message calls it.</param>
internal sealed partial record Kind(string Prefix, string ResourceType, string NotFound, string Malformed, string Noun)
{
    // Codes: EC2 API reference, "Error codes for the Amazon EC2 API". The spelling of ID and Id is AWS's.
    public static readonly Kind Vpc = new("vpc", "vpc", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "vpc ID");
    public static readonly Kind Subnet = new("subnet", "subnet", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed", "subnet ID");
    public static readonly Kind InternetGateway = new("igw", "internet-gateway", "InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayId.Malformed", "internetGateway ID");
    public static readonly Kind Address = new("eipalloc", "elastic-ip", "InvalidAllocationID.NotFound", "InvalidElasticIpID.Malformed", "allocation ID");
    public static readonly Kind NatGateway = new("nat", "natgateway", "NatGatewayNotFound", "NatGatewayMalformed", "natGateway ID");
    public static readonly Kind RouteTable = new("rtb", "route-table", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed", "routeTable ID");
    public static readonly Kind NetworkAcl = new("acl", "network-acl", "InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed", "networkAcl ID");
    public static readonly Kind SecurityGroup = new("sg", "security-group", "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "security group");
    public static readonly Kind SecurityGroupRule = new("sgr", "security-group-rule", "InvalidSecurityGroupRuleId.NotFound", "InvalidSecurityGroupRuleId.Malformed", "security group rule ID");
    public static readonly Kind NetworkInterface = new("eni", "network-interface", "InvalidNetworkInterfaceID.NotFound", "InvalidNetworkInterfaceId.Malformed", "networkInterface ID");

    public static IReadOnlyList<Kind> All { get; } =
        [Vpc, Subnet, InternetGateway, Address, NatGateway, RouteTable, NetworkAcl, SecurityGroup, SecurityGroupRule, NetworkInterface];

    /// <summary>The kind of an identifier.</summary>
    public static Kind? Of(string id) => All.FirstOrDefault(kind => id.StartsWith(kind.Prefix + "-", StringComparison.Ordinal));

    /// <summary>The resource with an identifier.</summary>
    /// <exception cref="AwsError">The text is no identifier of this kind, or nothing has it.</exception>
    public T Find<T>(IReadOnlyDictionary<string, T> resources, string id)
    {
        Check(id);
        return resources.TryGetValue(id, out var resource) ? resource : throw Missing(id);
    }

    /// <summary>Refuses texts that are no identifiers of this kind.</summary>
    public void Check(string id)
    {
        if (!id.StartsWith(Prefix + "-", StringComparison.Ordinal) || !Digits().IsMatch(id.AsSpan(Prefix.Length)))
        {
            throw new AwsError(Malformed, $"Invalid id: \"{id}\" (expecting \"{Prefix}-...\")");
        }
    }

    public AwsError Missing(string id) => this == NatGateway
        ? new AwsError(NotFound, $"NAT gateway {id} was not found")
        : new AwsError(NotFound, $"The {Noun} '{id}' does not exist");

    /// <summary>EC2's refusal to delete what others depend on.</summary>
    public AwsError HasDependencies(string id) =>
        new("DependencyViolation", $"The {Noun.Replace(" ID", "", StringComparison.Ordinal)} '{id}' has dependencies and cannot be deleted.");

    [GeneratedRegex("^-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex Digits();
}
