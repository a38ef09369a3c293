using Amazon.ECS.Model;
using EcsAttribute = Amazon.ECS.Model.Attribute;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS says a task definition requires of the place where it runs.</summary>
internal static class RequiredAttributes
{
    public static List<EcsAttribute> Of(RegisterTaskDefinitionRequest request)
    {
        var containers = request.ContainerDefinitions;
        var names = new SortedSet<string>(StringComparer.Ordinal) { "com.amazonaws.ecs.capability.docker-remote-api.1.18" };
        Add(request.NetworkMode?.Value == "awsvpc", "ecs.capability.task-eni");
        Add(request.TaskRoleArn is not null, "com.amazonaws.ecs.capability.task-iam-role");
        Add(containers.Any(container => Images.IsEcr(container.Image)), "com.amazonaws.ecs.capability.ecr-auth", "ecs.capability.execution-role-ecr-pull");
        Add(containers.Any(container => container.HealthCheck is not null), "ecs.capability.container-health-check");
        Add(containers.Any(container => container.DependsOn is { Count: > 0 }), "ecs.capability.container-ordering");
        Add(containers.Any(container => container.Secrets?.Any(secret => secret.ValueFrom.Contains(":secretsmanager:", StringComparison.Ordinal)) == true),
            "ecs.capability.secrets.asm.environment-variables");
        Add(containers.Any(container => container.LogConfiguration?.LogDriver?.Value == "awslogs"),
            "com.amazonaws.ecs.capability.logging-driver.awslogs", "ecs.capability.execution-role-awslogs");
        return [.. names.Select(name => new EcsAttribute { Name = name })];

        void Add(bool required, params string[] attributes)
        {
            if (required)
            {
                names.UnionWith(attributes);
            }
        }
    }
}
