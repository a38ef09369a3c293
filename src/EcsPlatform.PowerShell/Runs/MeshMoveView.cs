using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What users get to see of a move to another mesh: first what it means, then what is done.</summary>
internal static class MeshMoveView
{
    public static IEnumerable<PlatformMeshChange> Show(this MeshMove move) =>
    [
        .. move.Losses.Select(loss => Show(move, PlatformMeshEffect.Lost, loss)),
        .. move.Gains.Select(gain => Show(move, PlatformMeshEffect.Gained, gain)),
        .. move.Plan.Changes.Select(step => New(move, EffectOf(step.Action), step.LogicalId, step.Service, string.Join("; ", step.Differences.Select(difference => difference.Property)))),
    ];

    private static PlatformMeshChange Show(MeshMove move, PlatformMeshEffect effect, MeshConsequence consequence) =>
        New(move, effect, consequence.Setting, consequence.Service, consequence.Text);

    private static PlatformMeshChange New(MeshMove move, PlatformMeshEffect effect, string subject, string? service, string text) => new()
    {
        PlatformName = move.Plan.Scope.Platform,
        EnvironmentSuffix = move.Plan.Scope.Suffix,
        Region = move.Plan.Scope.Region,
        From = move.From?.ToString(),
        To = move.To.ToString(),
        Effect = effect,
        Subject = subject,
        Service = service,
        Text = text,
    };

    private static PlatformMeshEffect EffectOf(PlanAction action) => action switch
    {
        PlanAction.Create => PlatformMeshEffect.Created,
        PlanAction.Update => PlatformMeshEffect.Updated,
        PlanAction.Replace => PlatformMeshEffect.Replaced,
        _ => PlatformMeshEffect.Removed,
    };
}
