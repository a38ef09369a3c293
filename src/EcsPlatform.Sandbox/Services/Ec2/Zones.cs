using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Regions and availability zones.</summary>
public sealed partial class Ec2Service
{
    // Regions that need no opting in (AWS Regions and Availability Zones user guide).
    private static readonly string[] RegionNames =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",
        "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    private static readonly Listing<AvailabilityZone> ZoneListing = new(
        new Kind("", "", "InvalidParameterValue", "InvalidParameterValue", "zone"), static zone => zone.ZoneName, new()
        {
            ["zone-name"] = static zone => [zone.ZoneName],
            ["zone-id"] = static zone => [zone.ZoneId],
            ["zone-type"] = static zone => [zone.ZoneType],
            ["region-name"] = static zone => [zone.RegionName],
            ["group-name"] = static zone => [zone.GroupName],
            ["state"] = static zone => [zone.State.Value],
            ["opt-in-status"] = static zone => [zone.OptInStatus.Value],
        });

    private static readonly Listing<Region> RegionListing = new(
        new Kind("", "", "InvalidParameterValue", "InvalidParameterValue", "region"), static region => region.RegionName, new()
        {
            ["region-name"] = static region => [region.RegionName],
            ["endpoint"] = static region => [region.Endpoint],
            ["opt-in-status"] = static region => [region.OptInStatus],
        });

    private void HandleZones()
    {
        On(EC2Model.DescribeAvailabilityZones, DescribeAvailabilityZones);
        On(EC2Model.DescribeRegions, DescribeRegions);
    }

    /// <summary>"use1-az1" for "us-east-1a": the same physical zone in every account (here always in order).</summary>
    private static string ZoneId(string zone)
    {
        var parts = zone[..^1].Split('-');
        var direction = parts[1] switch
        {
            "northeast" => "ne",
            "southeast" => "se",
            "northwest" => "nw",
            "southwest" => "sw",
            var other => other[..1],
        };
        return $"{parts[0]}{direction}{parts[^1]}-az{zone[^1] - 'a' + 1}";
    }

    private DescribeAvailabilityZonesResponse DescribeAvailabilityZones(DescribeAvailabilityZonesRequest request)
    {
        var all = Region.Zones.Select(name => new AvailabilityZone
        {
            ZoneName = name,
            ZoneId = ZoneId(name),
            ZoneType = "availability-zone",
            RegionName = Region.Name,
            GroupName = Region.Name + "-zg-1",
            NetworkBorderGroup = Region.Name,
            OptInStatus = AvailabilityZoneOptInStatus.OptInNotRequired,
            State = AvailabilityZoneState.Available,
            Messages = [],
        }).ToDictionary(zone => zone.ZoneName);
        foreach (var wanted in (request.ZoneNames ?? []).Except(all.Keys).Concat((request.ZoneIds ?? []).Except(all.Values.Select(zone => zone.ZoneId))))
        {
            throw new AwsError("InvalidParameterValue", $"Invalid availability zone: [{wanted}]");
        }

        var found = ZoneListing.Select(all, null, request.Filters, static _ => null).Where(zone =>
            (request.ZoneNames is not { Count: > 0 } || request.ZoneNames.Contains(zone.ZoneName))
            && (request.ZoneIds is not { Count: > 0 } || request.ZoneIds.Contains(zone.ZoneId)));
        return new DescribeAvailabilityZonesResponse { AvailabilityZones = [.. found] };
    }

    private DescribeRegionsResponse DescribeRegions(DescribeRegionsRequest request)
    {
        var all = RegionNames.Select(name => new Region
        {
            RegionName = name,
            Endpoint = $"ec2.{name}.amazonaws.com",
            OptInStatus = "opt-in-not-required",
        }).ToDictionary(region => region.RegionName);
        foreach (var wanted in (request.RegionNames ?? []).Except(all.Keys))
        {
            throw new AwsError("InvalidParameterValue", $"Invalid region names: [{wanted}]");
        }

        var found = RegionListing.Select(all, null, request.Filters, static _ => null)
            .Where(region => request.RegionNames is not { Count: > 0 } || request.RegionNames.Contains(region.RegionName));
        return new DescribeRegionsResponse { Regions = [.. found] };
    }
}
