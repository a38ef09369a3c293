using Amazon.EC2;
using Amazon.Lambda.Model;
using EcsPlatform.Sandbox.Services.Ec2;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <content>Functions in a VPC ("Giving Lambda functions access to resources in an Amazon VPC").</content>
public sealed partial class LambdaService
{
    // "… it can take up to 20 minutes for Lambda to reclaim the network interfaces".
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(20);

    private VpcConfigResponse? Network(string name, VpcConfig? wanted, string role)
    {
        if (wanted is null || (wanted.SubnetIds is not { Count: > 0 } && wanted.SecurityGroupIds is not { Count: > 0 }))
        {
            return null;
        }

        if (wanted.SubnetIds is not { Count: > 0 } subnets || wanted.SecurityGroupIds is not { Count: > 0 } groups)
        {
            throw Invalid("SubnetIds and SecurityIds must coexist or be both empty list.");
        }

        if (!Region.Get<IamService>().Allows(role, "ec2:CreateNetworkInterface", "*"))
        {
            throw Invalid("The provided execution role does not have permissions to call CreateNetworkInterface on EC2");
        }

        var ec2 = Region.Get<Ec2Service>();
        if (groups.Find(group => ec2.FindSecurityGroup(group) is null) is { } missing)
        {
            throw Invalid($"Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group '{missing}' does not exist");
        }

        foreach (var subnet in subnets)
        {
            Join(name, subnet, groups);
        }

        return new VpcConfigResponse
        {
            SubnetIds = subnets,
            SecurityGroupIds = groups,
            VpcId = ec2.FindSubnet(subnets[0])!.VpcId,
            Ipv6AllowedForDualStack = wanted.Ipv6AllowedForDualStack ?? false,
        };
    }

    // Functions with the same subnet and groups share an interface.
    private void Join(string name, string subnet, List<string> groups)
    {
        var key = Key(subnet, groups);
        if (State.Interfaces.ContainsKey(key))
        {
            return;
        }

        try
        {
            State.Interfaces[key] = Region.Get<Ec2Service>().CreateInterface(
                new InterfaceOrder(subnet, groups, $"AWS Lambda VPC ENI-{name}-{Ids.Uuid()}", "amazon-lambda")
                {
                    Type = NetworkInterfaceType.Lambda,
                    AttachedTo = "amazon-aws",
                }).NetworkInterfaceId;
        }
        catch (AwsError error)
        {
            throw Invalid($"Error occurred while DescribeSubnets. EC2 Error Code: {error.Code}. EC2 Error Message: {error.Message}");
        }
    }

    private void ReleaseUnused()
    {
        var used = State.Functions.Values.Select(function => function.Configuration.VpcConfig).OfType<VpcConfigResponse>()
            .SelectMany(network => network.SubnetIds.Select(subnet => Key(subnet, network.SecurityGroupIds))).ToHashSet();
        foreach (var (key, id) in State.Interfaces.Where(pair => !used.Contains(pair.Key)).ToArray())
        {
            State.Interfaces.Remove(key);
            Region.Get<Ec2Service>().ReleaseInterface(id, Linger);
        }
    }

    private static string Key(string subnet, IEnumerable<string> groups) => $"{subnet} {string.Join(' ', groups.Order(StringComparer.Ordinal))}";
}
