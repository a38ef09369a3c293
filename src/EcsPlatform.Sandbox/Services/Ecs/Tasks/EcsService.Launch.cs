using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Sandbox.Services.Ec2;
using Pair = Amazon.ECS.Model.KeyValuePair;
using EcsTask = Amazon.ECS.Model.Task;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Launching a task of a deployment.</summary>
internal sealed partial class EcsService
{
    /// <summary>What keeps the scheduler from launching any task of the deployment, in AWS's words; null where nothing does.</summary>
    private string? WhyNot(ServiceRecord service, DeploymentRecord deployment)
    {
        if (FindTaskDefinition(deployment.Deployment.TaskDefinition)?.TaskDefinition is not { } definition)
        {
            return "TaskDefinition not found";
        }

        var roles = new[] { definition.ExecutionRoleArn, definition.TaskRoleArn }.OfType<string>();
        if (roles.FirstOrDefault(role => !Neighbours.IsAssumable(role)) is { } refused)
        {
            return $"ECS was unable to assume the role '{refused}' that was provided for this task. Please verify that the role being passed "
                + "has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.";
        }

        if (WhyNoTls(deployment) is { } tls)
        {
            return tls;
        }

        var network = deployment.Deployment.NetworkConfiguration.AwsvpcConfiguration;
        return network.Subnets.Find(subnet => Neighbours.FindSubnet(subnet) is null) is { } subnet ? $"The subnet ID '{subnet}' does not exist"
            : network.SecurityGroups.Find(group => Neighbours.VpcOfSecurityGroup(group) is null) is { } group ? $"The security group '{group}' does not exist"
            : null;
    }

    /// <summary>Whether Fargate has no room for the deployment's next task.</summary>
    private bool LacksCapacity(ServiceRecord service, DeploymentRecord deployment)
    {
        var definition = FindTaskDefinition(deployment.Deployment.TaskDefinition)!.TaskDefinition;
        return Faults.LacksCapacity(service.Name, definition.Family, $"{definition.Family}:{definition.Revision}", Provider(service, deployment) ?? "FARGATE");
    }

    private string? Provider(ServiceRecord service, DeploymentRecord deployment) => deployment.Deployment.CapacityProviderStrategy is { Count: > 0 } strategy
        ? CapacityProviders.Pick(strategy, name => LiveTasks(service).Count(task => task.Task.CapacityProviderName == name))
        : null;

    /// <summary>Spot capacity is taken back: the tasks on it stop, and the service starts others.</summary>
    private void InterruptSpot(string pattern)
    {
        foreach (var record in State.Tasks.Values.Where(task => task.IsLive && task.Task.CapacityProviderName == "FARGATE_SPOT").ToList())
        {
            var definition = FindTaskDefinition(record.Task.TaskDefinitionArn)!.TaskDefinition;
            if (Faults.IsNamed(pattern, ServiceOf(record)?.Name, definition.Family, $"{definition.Family}:{definition.Revision}"))
            {
                Stop(record, TaskStopCode.SpotInterruption, "Your Spot Task was interrupted.");
            }
        }
    }

    private TaskRecord Launch(ServiceRecord service, DeploymentRecord deployment)
    {
        var definition = FindTaskDefinition(deployment.Deployment.TaskDefinition)!;
        var id = Ids.Hex(32);
        var record = new TaskRecord
        {
            Id = id,
            ServiceKey = service.Key,
            DeploymentId = deployment.Id,
            SubnetId = PickSubnet(service, deployment),
            Targets = deployment.Targets,
            Registries = deployment.Registries,
            Tags = TagsFor(service, definition),
            Task = NewTask(service, deployment, definition.TaskDefinition, id),
        };
        Attach(record, deployment.Deployment.NetworkConfiguration.AwsvpcConfiguration);
        AddProxy(record, service, deployment);
        State.Tasks[id] = record;
        service.TaskIds.Add(id);
        _advance.After(TaskPace.Provisioning, id);
        return record;
    }

    private EcsTask NewTask(ServiceRecord service, DeploymentRecord deployment, TaskDefinition definition, string id)
    {
        var arn = Region.Arn("ecs", $"task/{service.ClusterName}/{id}");
        var provider = Provider(service, deployment);
        return new EcsTask
        {
            TaskArn = arn,
            ClusterArn = service.Service.ClusterArn,
            TaskDefinitionArn = definition.TaskDefinitionArn,
            Group = $"service:{service.Name}",
            StartedBy = deployment.Id,
            Cpu = definition.Cpu,
            Memory = definition.Memory,
            CapacityProviderName = provider,
            LaunchType = LaunchType.FARGATE,
            PlatformVersion = deployment.Deployment.PlatformVersion,
            PlatformFamily = deployment.Deployment.PlatformFamily,
            EnableExecuteCommand = service.Service.EnableExecuteCommand,
            CreatedAt = Today,
            DesiredStatus = "RUNNING",
            LastStatus = "PROVISIONING",
            HealthStatus = HealthStatus.UNKNOWN,
            Version = 1,
            Attributes = [new() { Name = "ecs.cpu-architecture", Value = definition.RuntimePlatform?.CpuArchitecture?.Value == "ARM64" ? "arm64" : "x86_64" }],
            Overrides = new TaskOverride { ContainerOverrides = [.. definition.ContainerDefinitions.Select(container => new ContainerOverride { Name = container.Name })], InferenceAcceleratorOverrides = [] },
            InferenceAccelerators = [],
            EphemeralStorage = definition.EphemeralStorage ?? new EphemeralStorage { SizeInGiB = 20 },
            Containers = [.. definition.ContainerDefinitions.Select(container => NewContainer(service, container, arn, id))],
        };
    }

    private Container NewContainer(ServiceRecord service, ContainerDefinition definition, string taskArn, string taskId) => new()
    {
        ContainerArn = Region.Arn("ecs", $"container/{service.ClusterName}/{taskId}/{Ids.Uuid()}"),
        TaskArn = taskArn,
        Name = definition.Name,
        Image = definition.Image,
        LastStatus = "PENDING",
        HealthStatus = HealthStatus.UNKNOWN,
        Cpu = definition.Cpu?.ToString(),
        Memory = definition.Memory?.ToString(),
        MemoryReservation = definition.MemoryReservation?.ToString(),
        NetworkInterfaces = [],
        NetworkBindings = [],
        ManagedAgents = null,
    };

    /// <summary>Puts the task's network interface into its subnet.</summary>
    private void Attach(TaskRecord record, AwsVpcConfiguration network)
    {
        var attachment = Ids.Uuid();
        var card = Neighbours.CreateInterface(new InterfaceOrder(record.SubnetId, network.SecurityGroups, Region.Arn("ecs", $"attachment/{attachment}"), "amazon-ecs")
        {
            PublicIp = network.AssignPublicIp?.Value == "ENABLED",
        });
        record.NetworkInterfaceId = card.NetworkInterfaceId;
        record.PrivateIp = card.PrivateIpAddress;
        record.Task.AvailabilityZone = card.AvailabilityZone;
        record.Task.Attachments =
        [
            new Attachment
            {
                Id = attachment,
                Type = "ElasticNetworkInterface",
                Status = "ATTACHING",
                Details =
                [
                    new Pair { Name = "subnetId", Value = record.SubnetId },
                    new Pair { Name = "networkInterfaceId", Value = card.NetworkInterfaceId },
                    new Pair { Name = "macAddress", Value = card.MacAddress },
                    new Pair { Name = "privateDnsName", Value = card.PrivateDnsName },
                    new Pair { Name = "privateIPv4Address", Value = card.PrivateIpAddress },
                ],
            },
        ];
        foreach (var container in record.Task.Containers)
        {
            container.NetworkInterfaces = [new Amazon.ECS.Model.NetworkInterface { AttachmentId = attachment, PrivateIpv4Address = card.PrivateIpAddress }];
        }
    }

    /// <summary>The subnet whose zone has the fewest of the service's tasks.</summary>
    private string PickSubnet(ServiceRecord service, DeploymentRecord deployment)
    {
        var live = LiveTasks(service).Where(task => task.DeploymentId == deployment.Id).ToList();
        return deployment.Deployment.NetworkConfiguration.AwsvpcConfiguration.Subnets
            .OrderBy(subnet => live.Count(task => task.Task.AvailabilityZone == Neighbours.FindSubnet(subnet)!.AvailabilityZone))
            .ThenBy(subnet => live.Count(task => task.SubnetId == subnet))
            .First();
    }

    private static TagSet TagsFor(ServiceRecord service, TaskDefinitionRecord definition)
    {
        var tags = new TagSet();
        var propagated = service.Service.PropagateTags?.Value switch
        {
            "SERVICE" => service.Tags,
            "TASK_DEFINITION" => definition.Tags,
            _ => [],
        };
        foreach (var (key, value) in propagated)
        {
            tags[key] = value;
        }

        if (service.Service.EnableECSManagedTags == true)
        {
            tags["aws:ecs:clusterName"] = service.ClusterName;
            tags["aws:ecs:serviceName"] = service.Name;
        }

        return tags;
    }
}
