using System.Globalization;
using Amazon.ECS.Model;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Deployments;

/// <summary>Writes the next revision of a task definition: the running one with what a deployment changes.</summary>
internal static class RevisionChange
{
    /// <summary>The registration of the next revision.</summary>
    /// <param name="running">The revision that runs.</param>
    /// <param name="container">The microservice's container.</param>
    /// <param name="change">What changes.</param>
    /// <param name="tags">The family's tags.</param>
    public static RegisterTaskDefinitionRequest Next(TaskDefinition running, string container, DeploymentChange change, IReadOnlyDictionary<string, string> tags)
    {
        var memory = (Before: Number(running.Memory), After: change.Memory ?? Number(running.Memory));
        return new RegisterTaskDefinitionRequest
        {
            Family = running.Family,
            TaskRoleArn = running.TaskRoleArn,
            ExecutionRoleArn = running.ExecutionRoleArn,
            NetworkMode = running.NetworkMode,
            ContainerDefinitions = [.. running.ContainerDefinitions.Select(definition => definition.Name == container ? Next(definition, change, memory) : definition)],
            Volumes = running.Volumes,
            RequiresCompatibilities = running.RequiresCompatibilities,
            Cpu = change.Cpu?.ToString(CultureInfo.InvariantCulture) ?? running.Cpu,
            Memory = memory.After.ToString(CultureInfo.InvariantCulture),
            ProxyConfiguration = running.ProxyConfiguration,
            RuntimePlatform = running.RuntimePlatform,
            EphemeralStorage = running.EphemeralStorage,
            PidMode = running.PidMode,
            EnableFaultInjection = running.EnableFaultInjection,
            Tags = EcsTags.List(tags),
        };
    }

    /// <summary>The whole URI of an image that is given by tag or digest alone: in the repository of the one that runs.</summary>
    public static string Image(string running, string wanted)
    {
        if (wanted.Contains('/', StringComparison.Ordinal))
        {
            return wanted;
        }

        var repository = Repository(running);
        return wanted.StartsWith("sha256:", StringComparison.Ordinal) ? $"{repository}@{wanted}" : $"{repository}:{wanted}";
    }

    /// <summary>An image's URI without tag and digest.</summary>
    public static string Repository(string image)
    {
        var plain = image.Split('@')[0];
        var colon = plain.LastIndexOf(':');
        return colon > plain.LastIndexOf('/') ? plain[..colon] : plain;
    }

    private static ContainerDefinition Next(ContainerDefinition running, DeploymentChange change, (int Before, int After) memory)
    {
        // The answer's own objects are changed in place: nobody else holds them.
        running.Image = change.Image is { } image ? Image(running.Image, image) : running.Image;
        running.Memory = Scaled(running.Memory, memory);
        running.MemoryReservation = Scaled(running.MemoryReservation, memory);
        running.Environment = [.. Environment(running.Environment ?? [], change.Environment)];
        return running;
    }

    private static IEnumerable<Amazon.ECS.Model.KeyValuePair> Environment(List<Amazon.ECS.Model.KeyValuePair> running, IReadOnlyDictionary<string, string?> changes) =>
        running.Where(variable => !changes.ContainsKey(variable.Name))
            .Concat(changes.Where(change => change.Value is not null).Select(change => new Amazon.ECS.Model.KeyValuePair { Name = change.Key, Value = change.Value }))
            .OrderBy(variable => variable.Name, StringComparer.Ordinal);

    private static int? Scaled(int? limit, (int Before, int After) memory) =>
        limit is { } value && memory.Before > 0 && memory.Before != memory.After ? (int)((long)value * memory.After / memory.Before) : limit;

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
