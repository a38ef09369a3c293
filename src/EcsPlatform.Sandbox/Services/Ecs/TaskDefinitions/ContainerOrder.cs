using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The order in which containers start: no unknown container, no cycle, and HEALTHY only where there is a health check.</summary>
internal static class ContainerOrder
{
    public static void Check(List<ContainerDefinition> containers)
    {
        var byName = containers.ToDictionary(container => container.Name);
        foreach (var container in containers)
        {
            foreach (var dependency in container.DependsOn ?? [])
            {
                TaskDefinitionRules.Require(byName.TryGetValue(dependency.ContainerName, out var other),
                    $"Container dependency '{dependency.ContainerName}' does not exist in the task definition.");
                TaskDefinitionRules.Require(dependency.Condition?.Value != "HEALTHY" || other!.HealthCheck is not null,
                    $"Container '{container.Name}' cannot wait for '{dependency.ContainerName}' to be HEALTHY: it has no health check.");
                TaskDefinitionRules.Require(dependency.Condition?.Value is not ("COMPLETE" or "SUCCESS") || other!.Essential == false,
                    $"Container '{container.Name}' cannot wait for the end of '{dependency.ContainerName}': it is essential.");
            }
        }

        var settled = new HashSet<string>();
        while (containers.FirstOrDefault(IsReady) is { } next)
        {
            settled.Add(next.Name);
        }

        TaskDefinitionRules.Require(settled.Count == containers.Count, "The dependency graph contains a cycle.");

        bool IsReady(ContainerDefinition container) =>
            !settled.Contains(container.Name) && (container.DependsOn ?? []).All(dependency => settled.Contains(dependency.ContainerName));
    }
}
