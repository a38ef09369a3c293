using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS checks of a service's subnets, security groups, load balancers and capacity.</summary>
internal sealed class NetworkRules(Neighbours neighbours)
{
    /// <summary>Subnets and groups exist and lie in one VPC; the task definition's network mode asks for them or not.</summary>
    public void CheckNetwork(NetworkConfiguration? network, TaskDefinition definition)
    {
        var isAwsvpc = definition.NetworkMode?.Value == "awsvpc";
        if (network?.AwsvpcConfiguration is not { } vpc)
        {
            throw EcsErrors.InvalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }

        EcsErrors.Require(isAwsvpc, "Network Configuration is not valid for the given networkMode of this task definition.");
        EcsErrors.Require(vpc.Subnets.Count > 0, "subnets can not be empty.");
        EcsErrors.Require(vpc.Subnets.Count <= 16, "subnets can have at most 16 items.");
        EcsErrors.Require((vpc.SecurityGroups ?? []).Count <= 5, "securityGroups can have at most 5 items.");
        var vpcs = new HashSet<string>();
        foreach (var subnet in vpc.Subnets)
        {
            vpcs.Add(neighbours.FindSubnet(subnet)?.VpcId
                ?? throw EcsErrors.InvalidParameter($"Error retrieving subnet information for [{subnet}]: The subnet ID '{subnet}' does not exist"));
        }

        EcsErrors.Require(vpcs.Count == 1, "Subnets do not share a common VPC.");
        foreach (var group in vpc.SecurityGroups ?? [])
        {
            var owner = neighbours.VpcOfSecurityGroup(group)
                ?? throw EcsErrors.InvalidParameter($"Error retrieving security group information for [{group}]: The security group '{group}' does not exist");
            EcsErrors.Require(vpcs.Contains(owner), "Security Group and Subnet must belong to the same VPC.");
        }
    }

    /// <summary>Container and port stand in the task definition, and the target group hangs on a load balancer.</summary>
    public void CheckLoadBalancers(List<LoadBalancer>? loadBalancers, TaskDefinition definition)
    {
        EcsErrors.Require((loadBalancers ?? []).Count <= 5, "loadBalancers can have at most 5 items.");
        foreach (var balancer in loadBalancers ?? [])
        {
            EcsErrors.Require(balancer.LoadBalancerName is null, "Classic Load Balancers are not supported for tasks that use the awsvpc network mode.");
            EcsErrors.Require(balancer.TargetGroupArn is not null, "targetGroupArn can not be empty.");
            var container = definition.ContainerDefinitions.FirstOrDefault(container => container.Name == balancer.ContainerName)
                ?? throw EcsErrors.InvalidParameter($"The container {balancer.ContainerName} does not exist in the task definition.");
            EcsErrors.Require(container.PortMappings.Any(mapping => mapping.ContainerPort == balancer.ContainerPort),
                $"The container {balancer.ContainerName} did not have a container port {balancer.ContainerPort} defined.");
            CheckTargetGroup(balancer.TargetGroupArn!);
        }
    }

    /// <summary>The task definition can run where the service wants it.</summary>
    public static void CheckCompatibility(TaskDefinition definition, string? launchType)
    {
        EcsErrors.Require(launchType is null or "FARGATE", $"The EcsPlatform sandbox has no {launchType} capacity: use FARGATE.");
        EcsErrors.Require(definition.RequiresCompatibilities?.Contains("FARGATE") == true,
            "Task definition does not support launch_type FARGATE.");
    }

    private void CheckTargetGroup(string arn)
    {
        var group = neighbours.FindTargetGroup(arn)
            ?? throw EcsErrors.InvalidParameter($"Unable to describe target group: The target group with targetGroupArn {arn} does not exist.");
        EcsErrors.Require(neighbours.HasLoadBalancer(arn), $"The target group with targetGroupArn {arn} does not have an associated load balancer.");
        EcsErrors.Require(group.TargetType?.Value == "ip",
            $"The provided target group {arn} has target type {group.TargetType?.Value}, which is incompatible with the awsvpc network mode specified in the task definition.");
    }
}
