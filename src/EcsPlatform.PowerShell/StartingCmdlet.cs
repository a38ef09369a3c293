using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that collects services from the pipeline and deploys all of a platform in one run at the end. Everything is asked before the first change.</summary>
public abstract class StartingCmdlet : DeploymentCmdlet
{
    private readonly List<(PlatformScope Scope, DeploymentChange Change)> _collected = [];

    /// <summary>Names of the services.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName", "Service")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>SideBySide: all at once. Callees: services that are called before those that call them.</summary>
    [Parameter]
    public BlueGreenDeploymentOrder Order { get; set; }

    /// <summary>Lets the others go on when one fails; otherwise those that run go back, and those that have not begun do not begin.</summary>
    [Parameter]
    public SwitchParameter ContinueOnFailure { get; set; }

    /// <summary>The worst finding of the image scan that is let through; a scan that runs is waited for. Where it is left out, findings are not asked for.</summary>
    [Parameter]
    public ImageFindingSeverity? MaximumSeverity { get; set; }

    /// <summary>Findings that are let through by name: CVE-2026-1234.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AcceptFinding { get; set; } = [];

    /// <summary>Problems that are let through by their id: AlarmFiring.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Accept { get; set; } = [];

    /// <summary>Ends as soon as the deployments have begun: Wait-BlueGreenDeployment follows them.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected virtual string What => "Deploy";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (NoWait && Order == BlueGreenDeploymentOrder.Callees)
        {
            Fail("OrderRefused", "An order needs somebody who waits.", "Leave out -NoWait, or -Order.");
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var platform in _collected.GroupBy(item => item.Scope, item => item.Change))
        {
            using var session = Open(Choice, platform.Key.Region);
            Deploy(session, platform.Key, [.. platform.GroupBy(change => change.Service, StringComparer.Ordinal).Select(Last)]);
        }
    }

    private protected void Collect(DeploymentChange change) => _collected.AddRange(Name.Select(name => (Scope(), change with { Service = name })));

    /// <summary>Writes what goes out for services that were deployed well, or of which nothing had to be deployed.</summary>
    private protected virtual void Show(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> deployed, IReadOnlyList<string> names) =>
        WriteObject(deployed.Select(status => status.Show()), enumerateCollection: true);

    private DeploymentChange Last(IGrouping<string, DeploymentChange> same)
    {
        if (same.Skip(1).Any())
        {
            WriteWarning($"'{same.Key}' came more than once; the last one counts.");
        }

        return same.Last();
    }

    private void Deploy(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentChange> changes)
    {
        var checks = new DeploymentChecks
        {
            MaximumSeverity = MaximumSeverity is { } most ? Enum.Parse<FindingSeverity>(most.ToString()) : null,
            AcceptedFindings = AcceptFinding,
            AcceptedProblems = Accept,
            Order = NoWait ? DeploymentOrder.SideBySide : Enum.Parse<DeploymentOrder>(Order.ToString()),
        };
        var plan = Await(session, (core, token) => core.Deployments(scope).PlanAsync(changes, checks, token));
        plan.Unasked.ToList().ForEach(WriteVerbose);
        Guard(() => plan.Problems.Any() ? throw DeploymentErrors.Of(plan) : plan);
        if (!ShouldProcess(scope.ToString(), $"{What} {string.Join(", ", changes.Select(change => $"{change.Service} ({string.Join(", ", DeploymentViews.Changes(change))})"))}"))
        {
            WriteObject(this.IsWhatIf() ? plan.Services.Select(planned => planned.Show(scope)) : [], enumerateCollection: true);
            return;
        }

        if (NoWait)
        {
            Show(session, scope, Await(session, (core, token) => core.Deployments(scope).StartAsync(plan, token)), [.. changes.Select(change => change.Service)]);
            return;
        }

        var options = new DeploymentOptions { Order = Enum.Parse<DeploymentOrder>(Order.ToString()), ContinueOnFailure = ContinueOnFailure };
        Finish(session, scope, plan, Follow(session, scope, plan.Services.Count, options, (deployments, how, progress, token) => deployments.RunAsync(plan, how, progress, token)));
    }

    private void Finish(OpenSession session, PlatformScope scope, DeploymentPlan plan, IReadOnlyList<DeploymentOutcome> outcomes)
    {
        var well = Judge(outcomes);
        var failed = outcomes.Count > well.Count;
        var quiet = plan.Services.Select(planned => planned.Change.Service).Where(name => !outcomes.Any(outcome => outcome.Status.Service == name)).ToList();
        foreach (var name in failed && !ContinueOnFailure && Order == BlueGreenDeploymentOrder.Callees ? quiet : [])
        {
            WriteError(ErrorRecords.Of(DeploymentErrors.NotBegun(name, scope), name));
        }

        Show(session, scope, well, [.. well.Select(status => status.Service), .. failed ? [] : quiet]);
    }
}
