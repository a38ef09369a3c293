using System.Globalization;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Writes the registration of a microservice's task definition.</summary>
internal static class TaskDefinitionRequest
{
    /// <summary>The registration.</summary>
    /// <param name="desired">What is wanted.</param>
    /// <param name="before">The revision that it follows, whose image stays unless the definition owns it; null for the first one.</param>
    /// <param name="resolution">Ids and ARNs.</param>
    public static RegisterTaskDefinitionRequest Of(TaskDefinitionResource desired, TaskDefinition? before, Resolution resolution)
    {
        var service = desired.Definition;
        return new RegisterTaskDefinitionRequest
        {
            Family = desired.Name,
            Cpu = service.Cpu.ToString(CultureInfo.InvariantCulture),
            Memory = service.Memory.ToString(CultureInfo.InvariantCulture),
            NetworkMode = NetworkMode.Awsvpc,
            RequiresCompatibilities = ["FARGATE"],
            ExecutionRoleArn = resolution.RoleArn(desired.ExecutionRole.Name),
            TaskRoleArn = resolution.RoleArn(desired.TaskRole.Name),
            RuntimePlatform = new RuntimePlatform { CpuArchitecture = service.Architecture.Spell(), OperatingSystemFamily = OSFamily.LINUX },
            ContainerDefinitions = [Container(desired, before, resolution), .. EnvoyContainers.Of(desired, resolution)],
            ProxyConfiguration = EnvoyContainers.Redirection(desired),
            Volumes = EnvoyContainers.Volumes(desired),
            Tags = EcsTags.List(resolution.Tags(desired)),
        };
    }

    /// <summary>The image that the definition names.</summary>
    public static string Image(TaskDefinitionResource desired, Resolution resolution)
    {
        _ = ImageReference.TryParse(desired.Definition.Image, out var image);
        return image.Uri ?? $"{resolution.AccountId}.dkr.ecr.{resolution.Region}.amazonaws.com{(resolution.Partition == "aws-cn" ? ".cn" : "")}/{desired.Repository!.Name}{image.Version}";
    }

    /// <summary>Into the service's log group, each container's streams apart.</summary>
    public static LogConfiguration Logs(TaskDefinitionResource desired, string container, Resolution resolution) => new()
    {
        LogDriver = LogDriver.Awslogs,
        Options = new Dictionary<string, string>
        {
            ["awslogs-group"] = desired.LogGroup.Name,
            ["awslogs-region"] = resolution.Region,
            ["awslogs-stream-prefix"] = container,
        },
    };

    private static ContainerDefinition Container(TaskDefinitionResource desired, TaskDefinition? before, Resolution resolution)
    {
        var service = desired.Definition;
        var running = before?.ContainerDefinitions?.FirstOrDefault(container => container.Name == service.Name)?.Image;
        return new ContainerDefinition
        {
            Name = service.Name,
            Image = desired.OwnsImage || running is null ? Image(desired, resolution) : running,
            Essential = true,
            Memory = service.MemoryLimit ?? (desired.Envoy is null ? service.Memory : service.Memory - EnvoySidecar.Room),
            MemoryReservation = service.SoftMemory,
            ReadonlyRootFilesystem = service.ReadonlyRootFilesystem,
            User = service.User,
            Command = service.Command.Count > 0 ? [.. service.Command] : null,
            PortMappings = service.Port is { } port ? [Mapping(desired, port)] : null,
            Environment = [.. Environment(desired, resolution).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new Amazon.ECS.Model.KeyValuePair { Name = pair.Key, Value = pair.Value })],
            Secrets = [.. service.Secrets.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new Secret { Name = pair.Key, ValueFrom = ValueFrom(desired, pair.Value, resolution) })],
            Ulimits = service.OpenFiles is { } files ? [new Ulimit { Name = UlimitName.Nofile, SoftLimit = files.Soft, HardLimit = files.Hard }] : null,
            HealthCheck = service.HealthCheck is { } check
                ? new HealthCheck
                {
                    Command = [.. check.Command],
                    Interval = check.IntervalSeconds,
                    Timeout = check.TimeoutSeconds,
                    Retries = check.Retries,
                    StartPeriod = check.StartPeriodSeconds > 0 ? check.StartPeriodSeconds : null,
                }
                : null,
            LogConfiguration = Logs(desired, service.Name, resolution),
            DependsOn = EnvoyContainers.BeforeTheService(desired),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Environment(TaskDefinitionResource desired, Resolution resolution)
    {
        var own = desired.Definition;
        var told = own.Environment.Concat(desired.Addresses.Where(address => !own.Environment.ContainsKey(address.Key) && !own.Secrets.ContainsKey(address.Key)));
        return desired.DataKey is { } key ? told.Append(new(TaskDefinitionResource.DataKeyVariable, resolution.Id(key))) : told;
    }

    private static PortMapping Mapping(TaskDefinitionResource desired, int port) => new()
    {
        ContainerPort = port,
        Protocol = TransportProtocol.Tcp,
        Name = desired.NamesPort ? desired.Definition.Name : null,

        // Without one the proxy takes the port for bare TCP (ECS API, PortMapping).
        AppProtocol = desired.NamesPort && desired.Definition.Mesh.Protocol != MeshProtocol.Tcp ? desired.Definition.Mesh.Protocol.Spell() : null,
    };

    /// <summary>A secret's ARN; with a JSON key, in the form that ECS takes ("arn:key::").</summary>
    private static string ValueFrom(TaskDefinitionResource desired, string reference, Resolution resolution)
    {
        var parsed = SecretReference.Parse(reference);
        var (ours, arn) = desired.Secrets[parsed.Secret];
        var secret = ours is not null ? resolution.Id(ours) : arn!;
        return parsed.JsonKey is { } key ? $"{secret}:{key}::" : secret;
    }
}
