namespace EcsPlatform.Core.Engine;

/// <summary>What a plan does with one resource.</summary>
public enum PlanAction
{
    /// <summary>It is as wanted.</summary>
    None,

    /// <summary>It is not there.</summary>
    Create,

    /// <summary>It differs in something that AWS can change in place.</summary>
    Update,

    /// <summary>It differs in something that AWS cannot change: a new one is made, then the old one goes.</summary>
    Replace,

    /// <summary>It is ours, and nobody wants it any more.</summary>
    Delete,
}

/// <summary>One line of a plan.</summary>
public sealed class PlanStep
{
    internal PlanStep(PlanAction action, IResourceKind kind, Resource? desired, LiveResource? live, IReadOnlyList<PropertyDifference> differences)
    {
        Action = action;
        Kind = kind;
        Desired = desired;
        Live = live;
        Differences = differences;
    }

    /// <summary>What is done.</summary>
    public PlanAction Action { get; }

    /// <summary>The kind's type: "subnet".</summary>
    public string Type => Kind.Type;

    /// <summary>The logical id, or type and name for a live resource without one.</summary>
    public string LogicalId => Desired?.LogicalId ?? Live?.LogicalId ?? $"{Type}/{Name}";

    /// <summary>The name in AWS.</summary>
    public string Name => Desired?.Name ?? Live!.Name;

    /// <summary>The id in AWS; null while it does not exist.</summary>
    public string? Id => Live?.Id;

    /// <summary>The microservice it belongs to; null for what is shared.</summary>
    public string? Service => Desired?.Service ?? Live?.Service;

    /// <summary>Which properties differ (updates and replacements).</summary>
    public IReadOnlyList<PropertyDifference> Differences { get; }

    internal IResourceKind Kind { get; }

    internal Resource? Desired { get; }

    internal LiveResource? Live { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {LogicalId}";
}

/// <summary>Why a plan cannot be carried out.</summary>
/// <param name="Id">A stable id: "NameTaken", "InvalidValue".</param>
/// <param name="LogicalId">The resource.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do.</param>
public sealed record PlanProblem(string Id, string LogicalId, string Message, string Advice);

/// <summary>What a run would do: the same value serves the preview, the question, the run and the drift report.</summary>
public sealed class Plan
{
    internal Plan(PlatformScope scope, Resolution resolution, IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanProblem> problems)
    {
        Scope = scope;
        Resolution = resolution;
        Steps = steps;
        Problems = problems;
    }

    /// <summary>Which copy of which platform.</summary>
    public PlatformScope Scope { get; }

    /// <summary>Every resource, those that stay as they are included; in an order in which they could be made, removals last.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>Why it cannot be carried out; empty when it can.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; }

    /// <summary>The steps that change something.</summary>
    public IEnumerable<PlanStep> Changes => Steps.Where(step => step.Action != PlanAction.None);

    /// <summary>Nothing to do.</summary>
    public bool IsEmpty => !Changes.Any();

    internal Resolution Resolution { get; }

    /// <summary>Calls, one after the other, that led to the plan: a run that carries it out begins there.</summary>
    internal int Depth { get; init; }

    /// <summary>How many steps do that.</summary>
    public int Count(PlanAction action) => Steps.Count(step => step.Action == action);
}
