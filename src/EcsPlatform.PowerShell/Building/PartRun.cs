using System.Collections.Concurrent;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Building;

/// <summary>A plan, how carrying it out ended, and the ids of what it made.</summary>
internal sealed class PartRun(Plan plan)
{
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    public Plan Plan { get; } = plan;

    public RunReport Report { get; set; } = new(plan.Scope);

    public void Note(EngineEvent happened)
    {
        if (happened is StepFinished { Id: { } id } finished)
        {
            _ids[finished.Step.LogicalId] = id;
        }
    }

    /// <summary>The id of a resource by its logical id; null where there is none.</summary>
    public string? Id(string logicalId) => _ids.GetValueOrDefault(logicalId) ?? Plan.Steps.FirstOrDefault(step => step.LogicalId == logicalId && step.Action != PlanAction.Delete)?.Id;

    /// <summary>Ids of what there is of a kind now, in the order of their logical ids.</summary>
    public IEnumerable<string> Ids(string type, string keyPrefix = "") => Plan.Steps
        .Where(step => step.Action != PlanAction.Delete && step.LogicalId.StartsWith($"{type}/{keyPrefix}", StringComparison.Ordinal))
        .OrderBy(step => step.LogicalId, StringComparer.Ordinal)
        .Select(step => _ids.GetValueOrDefault(step.LogicalId) ?? step.Id)
        .OfType<string>();

    /// <summary>Fills in what every part says of a run.</summary>
    /// <param name="info">The part.</param>
    /// <param name="isOf">Which steps are its own.</param>
    public TInfo Fill<TInfo>(TInfo info, Func<PlanStep, bool> isOf)
        where TInfo : PlatformPartInfo
    {
        var done = Report.Done.Where(isOf).ToList();
        return info with
        {
            Created = done.Count(step => step.Action is PlanAction.Create or PlanAction.Replace),
            Updated = done.Count(step => step.Action == PlanAction.Update),
            Removed = done.Count(step => step.Action == PlanAction.Delete),
            Unchanged = Plan.Steps.Count(step => step.Action == PlanAction.None && isOf(step)),
            Starting = [.. Report.Starting.Where(isOf).Select(step => step.LogicalId)],
            Took = Report.Took,
        };
    }
}
