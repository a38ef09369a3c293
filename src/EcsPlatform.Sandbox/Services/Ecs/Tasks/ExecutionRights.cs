using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What the execution role must be allowed before containers start (ECS developer guide, "Amazon ECS task execution IAM role").</summary>
/// <param name="neighbours">Who knows.</param>
/// <param name="region">Where the task runs.</param>
/// <param name="role">The task's execution role.</param>
/// <param name="task">The task's id: the name of the session in which ECS assumes the role.</param>
internal sealed class ExecutionRights(Neighbours neighbours, SandboxRegion region, string role, string task)
{
    private const string Denied = "AccessDeniedException: ";

    /// <summary>Why the container does not get its secrets, as ECS says it; null where the role may read them.</summary>
    public string? Secrets(ContainerDefinition container) =>
        Images.Ecr(container.Image) is not null && Refusal("ecr:GetAuthorizationToken", "*") is { } refusal
            ? $"ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): {Denied}{refusal}"
            : (container.Secrets ?? []).Select(secret => TaskStart.SecretArn(secret.ValueFrom)).OfType<string>().Select(Secret).FirstOrDefault(reason => reason is not null);

    /// <summary>Why the log has no stream for the container; null where the role may create it.</summary>
    public string? Logs(ContainerDefinition container)
    {
        if (TaskStart.LogOptions(container, region) is not { } options)
        {
            return null;
        }

        var group = region.Arn("logs", $"log-group:{options["awslogs-group"]}");
        var refusal = options.GetValueOrDefault("awslogs-create-group") == "true" ? Refusal("logs:CreateLogGroup", group) : null;
        refusal ??= Refusal("logs:CreateLogStream", $"{group}:log-stream:{options.GetValueOrDefault("awslogs-stream-prefix")}/{container.Name}/{task}");
        return refusal is null ? null : $"{TaskStart.NoLog}{Denied}{refusal} : exit status 1";
    }

    /// <summary>Why the image cannot be pulled; null where the role may. A registry of another account has a policy of its own, which is not here.</summary>
    public string? Image(ContainerDefinition container)
    {
        if (Images.Ecr(container.Image) is not { } image)
        {
            return null;
        }

        var repository = $"arn:aws:ecr:{image.Region}:{image.Account}:repository/{image.Repository}";
        return new[] { "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer" }.All(action => neighbours.MayRole(role, action, repository))
            ? null
            : $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {container.Image}: "
                + $"pulling from host {container.Image.Split('/')[0]} failed with status code [manifests {image.Reference}]: 403 Forbidden";
    }

    private string? Secret(string arn) =>
        neighbours.SecretRefusal(role, arn, task) is { } refusal ? $"{TaskStart.NoSecret(arn)}{refusal}" : null;

    private string? Refusal(string action, string resource) =>
        neighbours.MayRole(role, action, resource) ? null : neighbours.RoleRefusal(role, action, resource, task);
}
