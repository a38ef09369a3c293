using System.Globalization;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>A task that stopped.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="TaskDefinition">What it ran: "task-payment-api-dev:7".</param>
/// <param name="Reason">Why ECS says that it stopped.</param>
/// <param name="Containers">Its containers with their exit codes.</param>
/// <param name="LogLines">The last lines that the microservice's container wrote, oldest first.</param>
public sealed record StoppedTask(string Id, string TaskDefinition, string Reason, IReadOnlyList<StoppedContainer> Containers, IReadOnlyList<string> LogLines)
{
    /// <summary>What it ran, why it stopped, how its containers ended, and what was written last: a line each.</summary>
    public IEnumerable<string> Explain() =>
    [
        $"Task {Id} of {TaskDefinition} stopped: {Reason.TrimEnd('.')}. {string.Join(", ", Containers.Select(container => container.Explain()))}".TrimEnd(),
        .. LogLines.Select(line => "  | " + line),
    ];
}

/// <summary>A container of a stopped task.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ExitCode">What it ended with; null where it never began.</param>
/// <param name="Reason">Why; null where ECS does not say.</param>
public sealed record StoppedContainer(string Name, int? ExitCode, string? Reason)
{
    /// <summary>"web exit code 1 (OutOfMemoryError)".</summary>
    public string Explain() =>
        $"{Name} {(ExitCode is { } code ? "exit code " + code.ToString(CultureInfo.InvariantCulture) : "never began")}{(Reason is { } why ? $" ({why})" : "")}";
}
