using System.Management.Automation;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Shows the microservices of a platform: tasks wanted and running, deployment, task definition, newest event.</summary>
[Cmdlet(VerbsCommon.Get, "FargateMicroservice", DefaultParameterSetName = "Name")]
[OutputType(typeof(MicroserviceInfo))]
public sealed class GetFargateMicroserviceCommand : PlatformQueryCmdlet
{
    /// <summary>Names of services, or patterns with * and ?; all where it is left out.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var services = Find().SelectMany(status => status.Services.Select(service => service.Show(status))).ToArray();
        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var matches = services.Where(service => pattern.IsMatch(service.Name)).ToArray();
            WriteObject(matches, enumerateCollection: true);
            if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                Report("MicroserviceNotFound", $"No microservice is called '{name}'.", "Get-FargateMicroservice without -Name lists what is there.", name);
            }
        }
    }
}
