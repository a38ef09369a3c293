using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Definitions;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Removes everything that belongs to a platform, data included, and looks again whether anything is left.</summary>
[Cmdlet(VerbsCommon.Remove, "Platform", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Name")]
[OutputType(typeof(PlatformPlanStep))]
public sealed class RemovePlatformCommand : NamedPlatformCmdlet
{
    private readonly HashSet<PlatformScope> _seen = [];

    /// <summary>The definition file, in place of the platform's name: what bears its names and has lost its tags is found as well.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns what was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How long it may take, in seconds; then it stops cleanly, and the next run goes on from there.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var definition = Path is null ? null : Definition(GetUnresolvedProviderPathFromPSPath(Path));
        var scope = definition is null ? Scope() : PlatformSession.ScopeOf(definition);
        if (!_seen.Add(scope))
        {
            return; // a pipeline of a platform's resources names it many times
        }

        using var session = Open(Choice, scope.Region);
        var plan = Await(session, (core, token) => core.PlanRemovalAsync(scope, definition, token));
        var steps = plan.Changes.Select(step => step.Show(scope)).ToArray();
        if (plan.IsEmpty)
        {
            WriteVerbose($"Nothing of {scope} is there.");
        }
        else if (new RemovalQuestion(this, plan).IsAgreed(Force))
        {
            var report = Await(session, WatchedRun.Of("Remove", plan, TimeoutSeconds), (core, events, token) => core.RemoveAsync(plan, definition, events, token));
            Guard(() => Succeeded(report));
            WriteObject(PassThru ? steps : [], enumerateCollection: true);
        }
        else if (this.IsWhatIf())
        {
            WriteObject(steps, enumerateCollection: true);
        }
    }

    private PlatformDefinition Definition(string path) => Guard(() =>
    {
        var reading = DefinitionSource.Of(path, null, "").Read(EnvironmentSuffix, SuffixOrDefault, Region);
        return reading.Definition ?? throw DefinitionErrors.Of(reading);
    });
}
