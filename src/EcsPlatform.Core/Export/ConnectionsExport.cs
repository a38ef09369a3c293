using Amazon.EC2.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Export;

/// <summary>Whom a microservice calls and where else it may go: read back from its security group's outbound rules.</summary>
internal static class ConnectionsExport
{
    private const string Anywhere = "0.0.0.0/0";
    private const int Https = 443;

    public static MicroserviceDefinition Read(MicroserviceDefinition definition, LivePlatform platform)
    {
        var rules = platform.Find<SecurityGroup>(SecurityGroupRulesKind.Instance, definition.Name)?.State.IpPermissionsEgress ?? [];
        var groups = platform.All<SecurityGroup>(SecurityGroupKind.Instance).Where(group => group.Service is not null).ToDictionary(group => group.Id, LivePlatform.KeyOf, StringComparer.Ordinal);
        var blocks = rules.SelectMany(rule => (rule.Ipv4Ranges ?? []).Select(range => (rule.FromPort, range.CidrIp, range.Description))).ToList();
        return definition with
        {
            Calls = [.. rules.SelectMany(rule => rule.UserIdGroupPairs ?? []).Select(pair => groups.GetValueOrDefault(pair.GroupId)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            HttpsEgress = blocks.Exists(block => block.FromPort == Https && block.CidrIp == Anywhere),
            Egress =
            [
                .. blocks.Where(block => block.FromPort is not null && !(block.FromPort == Https && block.CidrIp == Anywhere))
                    .Select(block => new EgressRule { Cidr = block.CidrIp, Port = block.FromPort!.Value, Description = block.Description }),
            ],
        };
    }
}
