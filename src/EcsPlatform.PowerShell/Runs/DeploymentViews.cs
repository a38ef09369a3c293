using System.Globalization;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What users get to see of deployments.</summary>
internal static class DeploymentViews
{
    public static BlueGreenDeployment Show(this DeploymentStatus status) => new()
    {
        PlatformName = status.Scope.Platform,
        EnvironmentSuffix = status.Scope.Suffix,
        Region = status.Scope.Region,
        ServiceName = status.Service,
        DeploymentId = status.Id,
        Strategy = status.Strategy.Spell(),
        Controller = status.Controller.Spell(),
        State = Enum.Parse<BlueGreenDeploymentState>(status.State.ToString()),
        Stage = status.Stage,
        Reason = status.Reason,
        Revision = status.New?.TaskDefinition,
        OldRevision = status.Old.Select(version => version.TaskDefinition).FirstOrDefault(),
        NewTraffic = status.New?.Traffic,
        OldTraffic = 100 - status.New?.Traffic,
        TestTraffic = status.New?.TestTraffic,
        NewRunning = status.New?.Running ?? 0,
        NewDesired = status.New?.Requested ?? 0,
        OldRunning = status.Old.Sum(version => version.Running),
        OldDesired = status.Old.Sum(version => version.Requested),
        BakesUntil = status.BakesUntil,
        Pauses = [.. status.Pauses.Select(pause => new BlueGreenPause(pause.HookId, pause.ExpiresAt, pause.OnTimeout.Spell()))],
        TriggeredAlarms = status.TriggeredAlarms,
        CreatedAt = status.CreatedAt,
        StartedAt = status.StartedAt,
        FinishedAt = status.FinishedAt,
    };

    public static PlannedBlueGreenDeployment Show(this PlannedDeployment planned, PlatformScope scope) => new()
    {
        PlatformName = scope.Platform,
        EnvironmentSuffix = scope.Suffix,
        Region = scope.Region,
        ServiceName = planned.Change.Service,
        Strategy = planned.Strategy?.Spell(),
        Controller = planned.Controller?.Spell(),
        RunningImage = planned.RunningImage,
        NewImage = planned.NewImage,
        Digest = planned.Digest,
        Changes = [.. Changes(planned.Change)],
    };

    /// <summary>"image v2, cpu 512"; the names of variables, not their values.</summary>
    public static IEnumerable<string> Changes(DeploymentChange change) => new[]
    {
        change.Image is { } image ? $"image {image}" : null,
        change.Revision is { } revision ? $"revision {revision}" : null,
        change.Environment.Count > 0 ? $"environment {string.Join(", ", change.Environment.Keys.Order(StringComparer.Ordinal))}" : null,
        change.Cpu is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"cpu {cpu}") : null,
        change.Memory is { } memory ? string.Create(CultureInfo.InvariantCulture, $"memory {memory} MiB") : null,
        change.DesiredCount is { } count ? string.Create(CultureInfo.InvariantCulture, $"desired count {count}") : null,
        change.Restart ? "new tasks" : null,
    }.OfType<string>();
}
