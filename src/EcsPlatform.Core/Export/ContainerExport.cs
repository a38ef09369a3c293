using System.Globalization;
using System.Text.Json;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Ecr;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Export;

/// <summary>What a revision and its container say of a microservice.</summary>
internal static class ContainerExport
{
    public static MicroserviceDefinition Read(MicroserviceDefinition definition, TaskDefinition revision, ContainerDefinition container, RepositoryState? repository, SecretsExport secrets)
    {
        var check = container.HealthCheck;
        var usesDataKey = (container.Environment ?? []).Any(variable => variable.Name == TaskDefinitionResource.DataKeyVariable);
        var files = container.Ulimits?.FirstOrDefault(limit => limit.Name?.Value == "nofile");
        var limit = IsImplied(definition, revision, container) ? null : container.Memory;
        return definition with
        {
            Image = Image(container.Image, repository?.Repository.RepositoryUri),
            Port = container.PortMappings?.FirstOrDefault()?.ContainerPort,
            MemoryLimit = limit,
            MemoryReservation = container.MemoryReservation == (limit ?? definition.Memory) * 3 / 4 ? null : container.MemoryReservation,
            ReadonlyRootFilesystem = container.ReadonlyRootFilesystem ?? false,
            User = container.User,
            Command = container.Command ?? [],
            DataKey = usesDataKey,
            Environment = (container.Environment ?? []).Where(variable => variable.Name != TaskDefinitionResource.DataKeyVariable).ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
            Secrets = (container.Secrets ?? []).ToDictionary(secret => secret.Name, secret => secrets.Reference(secret.ValueFrom), StringComparer.Ordinal),
            Architecture = EnumSpelling.Parse<CpuArchitecture>(revision.RuntimePlatform?.CpuArchitecture?.Value ?? "X86_64"),
            OpenFiles = files is null ? null : new FileLimit { Soft = files.SoftLimit ?? 0, Hard = files.HardLimit ?? 0 },
            HealthCheck = check is null ? null : new ContainerHealthCheck
            {
                Command = check.Command ?? [],
                IntervalSeconds = check.Interval ?? 30,
                TimeoutSeconds = check.Timeout ?? 5,
                Retries = check.Retries ?? 3,
                StartPeriodSeconds = check.StartPeriod ?? 0,
            },
            Repository = repository is null ? definition.Repository : new RepositoryDefinition
            {
                ImageTagMutability = EnumSpelling.Parse<ImageTagMutability>(repository.Repository.ImageTagMutability?.Value ?? "MUTABLE"),
                ScanOnPush = repository.Repository.ImageScanningConfiguration?.ScanOnPush ?? false,
                KeepImages = Kept(repository.LifecyclePolicy),
            },
        };
    }

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A tag or a digest where the image lies in the service's own repository, the whole URI otherwise.</summary>
    /// <summary>The hard limit is what is left of the task's memory, as when nobody says it: then another mesh, or another size, may leave another rest.</summary>
    private static bool IsImplied(MicroserviceDefinition definition, TaskDefinition revision, ContainerDefinition container) =>
        revision.ContainerDefinitions.Exists(other => other.Name == EnvoySidecar.Container)
            ? container.Memory == definition.Memory - EnvoySidecar.Room && container.MemoryReservation == definition.Memory * 3 / 4
            : container.Memory == definition.Memory;

    private static string Image(string image, string? repository) =>
        repository is not null && image.StartsWith(repository, StringComparison.Ordinal) && image.AsSpan(repository.Length) is [':' or '@', ..]
            ? image[(repository.Length + 1)..]
            : image;

    private static int Kept(string? policy)
    {
        if (policy is null)
        {
            return new RepositoryDefinition().KeepImages;
        }

        using var document = JsonDocument.Parse(policy);
        return document.RootElement.GetProperty("rules")[0].GetProperty("selection").TryGetProperty("countNumber", out var count) ? count.GetInt32() : new RepositoryDefinition().KeepImages;
    }
}
