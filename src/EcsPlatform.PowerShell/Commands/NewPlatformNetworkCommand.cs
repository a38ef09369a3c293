using System.Collections;
using System.Management.Automation;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;

namespace EcsPlatform.PowerShell;

/// <summary>Makes a platform's network, or changes what the parameters name: VPC, public and private subnets, NAT gateways, routes.</summary>
[Cmdlet(VerbsCommon.New, "PlatformNetwork", SupportsShouldProcess = true, DefaultParameterSetName = "ZoneCount")]
[OutputType(typeof(PlatformNetworkInfo), typeof(PlatformPlanStep))]
public sealed class NewPlatformNetworkCommand : BuildingCmdlet
{
    /// <summary>The VPC's IPv4 block, /16 to /23; 10.0.0.0/16 for a new network. Subnets are cut from it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Cidr { get; set; }

    /// <summary>How many availability zones, 1 to 6, the region's first ones; 3 for a new network. A load balancer needs 2.</summary>
    [Parameter(ParameterSetName = "ZoneCount", ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 6)]
    public int? ZoneCount { get; set; }

    /// <summary>The availability zones by name, 1 to 6, in place of a number: us-east-1a, us-east-1b.</summary>
    [Parameter(ParameterSetName = "ZoneName", Mandatory = true)]
    [ValidateCount(1, 6)]
    public string[]? ZoneName { get; set; }

    /// <summary>How tasks in private subnets reach the internet: None, Single (one for all zones, cheapest) or PerZone (a zone's failure cuts off no other); Single for a new network.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("None", "Single", "PerZone")]
    public string? NatGateway { get; set; }

    /// <summary>Accepts services without a NAT gateway: their images, logs and secrets are then reached over something that you bring (endpoints, a transit gateway).</summary>
    [Parameter]
    public SwitchParameter AllowWithoutNat { get; set; }

    /// <summary>Tags for cost allocation, on everything of the platform: at most 44. Takes the place of the tags that are there.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var scope = Scope();
        using var session = Open(Choice, scope.Region);
        var run = Build(session, "Build the network", new PlatformChange(scope, PlatformParts.Network, Apply));
        if (run is not null)
        {
            WriteObject(run.Fill(
                new PlatformNetworkInfo
                {
                    PlatformName = scope.Platform,
                    EnvironmentSuffix = scope.Suffix,
                    Region = scope.Region,
                    Part = "network",
                    Id = run.Ids("vpc").FirstOrDefault(),
                    PublicSubnetIds = [.. run.Ids("subnet", "public")],
                    PrivateSubnetIds = [.. run.Ids("subnet", "private")],
                    NatGatewayIds = [.. run.Ids("nat-gateway")],
                },
                _ => true));
        }
    }

    private PlatformDefinition Apply(PlatformDefinition live) => live with
    {
        Tags = Tag?.AsText() ?? live.Tags,
        Network = live.Network with
        {
            Cidr = Cidr ?? live.Network.Cidr,
            Zones = (ZoneName, ZoneCount) switch
            {
                ({ } names, _) => new ZoneSelection { Names = names },
                (_, { } count) => Same(live.Network.Zones, count),
                _ => live.Network.Zones,
            },
            NatGateway = NatGateway is { } mode ? Spelled.As<NatGatewayMode>(mode) : live.Network.NatGateway,
            AllowWithoutNat = live.Network.AllowWithoutNat || AllowWithoutNat,
        },
    };

    // A number of zones says nothing of which: those that are there are kept when there are as many.
    private static ZoneSelection Same(ZoneSelection live, int count) => live.Count == count ? live : count;
}
