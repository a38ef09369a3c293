using System.Management.Automation;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that collects microservices from the pipeline and builds all of a platform side by side, in one run at the end. What goes wrong with one is reported and leaves the others their turn.</summary>
public abstract class MicroservicesCmdlet : BuildingCmdlet
{
    private readonly List<(PlatformScope Scope, MicroserviceEdit Edit)> _collected = [];

    private protected abstract string What { get; }

    private protected virtual bool OnlyExisting => false;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var platform in _collected.GroupBy(item => item.Scope, item => item.Edit))
        {
            using var session = Open(Choice, platform.Key.Region);
            Build(session, platform.Key, [.. platform.GroupBy(edit => edit.Name, StringComparer.Ordinal).Select(Last)]);
        }
    }

    private protected void Collect(MicroserviceEdit edit) => _collected.Add((Scope(), edit));

    private MicroserviceEdit Last(IGrouping<string, MicroserviceEdit> same)
    {
        if (same.Skip(1).Any())
        {
            WriteWarning($"'{same.Key}' came more than once; the last one counts.");
        }

        return same.Last();
    }

    private void Build(OpenSession session, PlatformScope scope, IReadOnlyList<MicroserviceEdit> edits)
    {
        var change = new MicroserviceChange(scope, edits, OnlyExisting);
        var plan = Planned(session, (core, token) => change.PlanAsync(core, token));
        foreach (var refused in change.Refused)
        {
            WriteError(ErrorRecords.Of(ChangeErrors.Of(refused, scope), refused.Name));
        }

        Guard(() => plan.Problems.Count > 0 ? throw new PlanRefusedException(plan) : plan);
        if (change.Accepted.Any() && Agreed(plan, $"{What} of {string.Join(", ", change.Accepted.Select(edit => edit.Name))}"))
        {
            Show(CarryOut(session, plan, What), change, scope);
        }
    }

    private void Show(PartRun run, MicroserviceChange change, PlatformScope scope)
    {
        var services = run.Plan.Steps.Where(step => step.Service is not null).DistinctBy(step => step.LogicalId).ToDictionary(step => step.LogicalId, step => step.Service!, StringComparer.Ordinal);
        var failures = run.Report.Failures.ToLookup(failure => services.GetValueOrDefault(failure.LogicalId));
        var skipped = run.Report.Skipped.ToLookup(step => step.Service);
        foreach (var name in change.Accepted.Select(edit => edit.Name))
        {
            if (failures[name].Any() || skipped[name].Any())
            {
                WriteError(ErrorRecords.Of(ChangeErrors.Of(name, [.. failures[name]], [.. skipped[name]]), name));
            }
            else
            {
                WriteObject(run.Fill(
                    new MicroserviceRunInfo { PlatformName = scope.Platform, EnvironmentSuffix = scope.Suffix, Region = scope.Region, Part = $"microservice {name}", Name = name, Id = run.Id($"service/{name}") },
                    step => step.Service == name));
            }
        }

        // What is shared, or another service's, failed: no service in the pipeline can be blamed for that.
        var accepted = change.Accepted.Select(edit => edit.Name).ToHashSet(StringComparer.Ordinal);
        if (run.Report.Failures.Any(failure => services.GetValueOrDefault(failure.LogicalId) is not { } service || !accepted.Contains(service)))
        {
            WriteError(ErrorRecords.Of(new PlatformRunException(run.Report), scope.ToString()));
        }
    }
}
