using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>How many NAT gateways carry the private subnets' traffic out.</summary>
public enum NatGatewayMode
{
    /// <summary>None: nothing in a private subnet reaches the internet.</summary>
    [EnumMember(Value = "none")] None,

    /// <summary>One in the first zone: cheapest; its zone's failure cuts all zones off.</summary>
    [EnumMember(Value = "single")] Single,

    /// <summary>One in each zone.</summary>
    [EnumMember(Value = "perZone")] PerZone,
}
