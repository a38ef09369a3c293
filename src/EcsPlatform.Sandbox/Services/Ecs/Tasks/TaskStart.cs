using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What a task needs before its containers start: secrets, log groups, images.</summary>
internal sealed class TaskStart(Neighbours neighbours, SandboxRegion region)
{
    /// <summary>Why the containers cannot start, as AWS gives the reason; null where they can.</summary>
    public string? Obstacle(TaskDefinition definition) =>
        definition.ContainerDefinitions.Select(container => MissingSecret(container) ?? MissingLogGroup(container) ?? MissingImage(container))
            .FirstOrDefault(reason => reason is not null);

    private string? MissingSecret(ContainerDefinition container)
    {
        foreach (var secret in container.Secrets ?? [])
        {
            // arn:aws:secretsmanager:region:account:secret:name-AbCdEf[:json-key:version-stage:version-id]
            var parts = secret.ValueFrom.Split(':');
            if (parts.Length >= 7 && parts[2] == "secretsmanager" && !neighbours.SecretExists(string.Join(':', parts.Take(7))))
            {
                return "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: "
                    + $"service call has been retried 1 time(s): failed to fetch secret {string.Join(':', parts.Take(7))} from secrets manager: "
                    + "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
            }
        }

        return null;
    }

    private string? MissingLogGroup(ContainerDefinition container) =>
        container.LogConfiguration is { LogDriver.Value: "awslogs", Options: { } options }
        && options.GetValueOrDefault("awslogs-create-group") != "true"
        && options["awslogs-region"] == region.Name
        && !neighbours.LogGroupExists(options["awslogs-group"])
            ? "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: "
                + $"ResourceNotFoundException: The specified log group does not exist. : exit status 1 (log group {options["awslogs-group"]})"
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
