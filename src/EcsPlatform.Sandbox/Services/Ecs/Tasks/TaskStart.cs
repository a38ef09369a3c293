using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What a task needs before its containers start: secrets, log groups, images, and a role that may have them.</summary>
internal sealed class TaskStart(Neighbours neighbours, SandboxRegion region)
{
    public const string NoLog =
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ";

    /// <summary>Why the containers cannot start, as AWS gives the reason; null where they can.</summary>
    /// <param name="definition">The task's definition.</param>
    /// <param name="task">The task's id.</param>
    public string? Obstacle(TaskDefinition definition, string task)
    {
        // Who may not look does not learn whether there is something: rights come before existence.
        var rights = definition.ExecutionRoleArn is { } role ? new ExecutionRights(neighbours, region, role, task) : null;
        return definition.ContainerDefinitions
            .Select(container => rights?.Secrets(container) ?? MissingSecret(container)
                ?? rights?.Logs(container) ?? MissingLogGroup(container)
                ?? rights?.Image(container) ?? MissingImage(container))
            .FirstOrDefault(reason => reason is not null);
    }

    /// <summary>The start of every reason for which a secret is not there.</summary>
    public static string NoSecret(string arn) =>
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: "
        + $"service call has been retried 1 time(s): failed to fetch secret {arn} from secrets manager: ";

    /// <summary>The secret that a reference of a container means; null where it means a parameter of Systems Manager.</summary>
    /// <param name="valueFrom">"arn:aws:secretsmanager:region:account:secret:name-AbCdEf[:json-key:version-stage:version-id]".</param>
    public static string? SecretArn(string valueFrom) =>
        valueFrom.Split(':') is { Length: >= 7 } parts && parts[2] == "secretsmanager" ? string.Join(':', parts.Take(7)) : null;

    /// <summary>Where the container's log goes, if it goes to CloudWatch Logs of this region.</summary>
    public static Dictionary<string, string>? LogOptions(ContainerDefinition container, SandboxRegion region) =>
        container.LogConfiguration is { LogDriver.Value: "awslogs", Options: { } options } && options["awslogs-region"] == region.Name ? options : null;

    private string? MissingSecret(ContainerDefinition container) =>
        (container.Secrets ?? []).Select(secret => SecretArn(secret.ValueFrom)).OfType<string>().FirstOrDefault(arn => !neighbours.SecretExists(arn)) is { } missing
            ? $"{NoSecret(missing)}ResourceNotFoundException: Secrets Manager can't find the specified secret."
            : null;

    private string? MissingLogGroup(ContainerDefinition container) =>
        LogOptions(container, region) is { } options
        && options.GetValueOrDefault("awslogs-create-group") != "true"
        && !neighbours.LogGroupExists(options["awslogs-group"])
            ? $"{NoLog}ResourceNotFoundException: The specified log group does not exist. : exit status 1 (log group {options["awslogs-group"]})"
            : null;

    private string? MissingImage(ContainerDefinition container)
    {
        if (Images.Ecr(container.Image) is not { } image || image.Account != region.AccountId || image.Region != region.Name)
        {
            return null;
        }

        return !neighbours.RepositoryExists(image.Repository)
                ? $"CannotPullContainerError: The repository with name '{image.Repository}' does not exist in the registry with id '{image.Account}'"
            : region.Sandbox.Options.ImagesMustExist && !neighbours.ImageExists(container.Image)
                ? $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {container.Image}: {container.Image}: not found"
            : null;
    }
}
