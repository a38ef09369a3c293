using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet about deployments that run already, whoever started them. They are looked for anew: nothing is kept on this side.</summary>
public abstract class RunningDeploymentCmdlet : DeploymentCmdlet
{
    private const int Remembered = 100;

    private readonly List<(PlatformScope Scope, string? Name, string? Id)> _collected = [];

    /// <summary>Names of the services; all of which a deployment runs where it is left out.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName", "Service")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>One deployment by its id, as Get-BlueGreenDeployment shows it; the one that runs where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? DeploymentId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _collected.AddRange(Name.Length == 0 ? [(Scope(), null, DeploymentId)] : Name.Select(name => (Scope(), (string?)name, DeploymentId)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var platform in _collected.GroupBy(item => item.Scope, item => (item.Name, item.Id)))
        {
            using var session = Open(Choice, platform.Key.Region);
            var found = Find(session, platform.Key, [.. platform.Distinct()]);
            if (found.Count > 0)
            {
                Handle(session, platform.Key, found);
            }
        }
    }

    /// <summary>Does what the cmdlet is for.</summary>
    private protected abstract void Handle(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> found);

    /// <summary>Follows them to the end, and writes those that ended as wanted.</summary>
    private protected void FollowAll(OpenSession session, PlatformScope scope, IReadOnlyList<DeploymentStatus> found, params DeploymentState[] wanted)
    {
        var outcomes = Follow(session, scope, found.Count, new DeploymentOptions(), (deployments, how, progress, token) => deployments.WaitAsync(found, how, progress, token));
        WriteObject(Judge(outcomes, wanted).Select(status => status.Show()), enumerateCollection: true);
    }

    private IReadOnlyList<DeploymentStatus> Find(OpenSession session, PlatformScope scope, IReadOnlyList<(string? Name, string? Id)> wanted)
    {
        var known = Await(session, async (core, token) =>
        {
            var deployments = core.Deployments(scope);
            var byId = wanted.Where(item => item.Id is not null).ToList();
            var running = byId.Count == wanted.Count ? [] : await deployments.RunningAsync(wanted.Any(item => item is (null, null)) ? [] : [.. wanted.Where(item => item.Id is null).Select(item => item.Name!)], token);
            var past = byId.Count == 0 ? [] : await deployments.HistoryAsync(byId.Exists(item => item.Name is null) ? [] : [.. byId.Select(item => item.Name!).Distinct()], Remembered, token);
            return (Running: running, Past: past);
        });
        var found = new List<DeploymentStatus>();
        foreach (var (name, id) in wanted)
        {
            var fitting = (id is null ? known.Running : known.Past).Where(status => (id is null || status.Id == id) && (name is null || status.Service == name)).ToList();
            if (fitting.Count == 0)
            {
                Report("DeploymentNotFound", $"{(id is null ? "No deployment" : $"No deployment {id}")}{(name is null ? "" : $" of '{name}'")} {(id is null ? "runs" : "is known")} in {scope}.", "Get-BlueGreenDeployment -History shows those that have ended.", name ?? scope.ToString());
            }

            found.AddRange(fitting.Where(status => !found.Exists(other => other.Id == status.Id)));
        }

        return found;
    }
}
