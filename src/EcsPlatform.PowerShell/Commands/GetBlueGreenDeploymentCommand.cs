using System.Management.Automation;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Shows the deployments that run now, whoever started them; with -History those that have ended too, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BlueGreenDeployment")]
[OutputType(typeof(BlueGreenDeployment))]
public sealed class GetBlueGreenDeploymentCommand : PlatformQueryCmdlet
{
    /// <summary>Names of services, or patterns with * and ?; all where it is left out.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName", "Service")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Shows those that have ended too, as far as AWS remembers them (90 days).</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <summary>With -History: most of each service, 1 to 1000.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int First { get; set; } = 10;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        var platforms = Find();
        foreach (var missing in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !platforms.Any(platform => platform.Services.Any(service => service.Name == name))))
        {
            Report("MicroserviceNotFound", $"No microservice is called '{missing}'.", "Get-FargateMicroservice lists what is there.", missing);
        }

        foreach (var platform in platforms)
        {
            string[] names = [.. platform.Services.Select(service => service.Name).Where(name => patterns.Exists(pattern => pattern.IsMatch(name)))];
            if (names.Length > 0)
            {
                Show(new PlatformScope(platform.PlatformName, platform.EnvironmentSuffix, platform.Region), names);
            }
        }
    }

    private void Show(PlatformScope scope, string[] names)
    {
        using var session = Open(Choice, scope.Region);
        var deployments = Await(session, (core, token) => History
            ? core.Deployments(scope).HistoryAsync(names, First, token)
            : core.Deployments(scope).RunningAsync(names, token));
        WriteObject(deployments.Select(status => status.Show()), enumerateCollection: true);
    }
}
