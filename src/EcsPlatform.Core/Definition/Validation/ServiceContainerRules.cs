namespace EcsPlatform.Core.Definition.Validation;

/// <summary>The container: image, health check, limits.</summary>
internal static class ServiceContainerRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        foreach (var (service, path) in definition.EachService())
        {
            if (!ImageReference.TryParse(service.Image, out _))
                problems.Add("service.image", $"{path}.image", service.Name, service.Image);
            HealthCheck(service, $"{path}.healthCheck", problems);
            if (service.OpenFiles is { } files && files.Soft > files.Hard)
                problems.Add("service.open-files", $"{path}.openFiles", service.Name, files.Soft, files.Hard);
            // The SSM agent that ECS Exec puts into the container writes to its root (ECS Developer Guide, "ECS Exec": considerations).
            if (service is { ExecuteCommand: true, ReadonlyRootFilesystem: true })
                problems.Add("service.exec-readonly", $"{path}.executeCommand", service.Name);
        }
    }

    private static void HealthCheck(MicroserviceDefinition service, string path, ProblemList problems)
    {
        if (service.HealthCheck is not { } check)
            return;
        if (check.Command is not (["CMD", _, ..] or ["CMD-SHELL", _]))
            problems.Add("health-check.command", $"{path}.command", service.Name);
        if (check.TimeoutSeconds >= check.IntervalSeconds)
            problems.Add("health-check.timeout", $"{path}.timeoutSeconds", service.Name, check.TimeoutSeconds, check.IntervalSeconds);
    }
}
