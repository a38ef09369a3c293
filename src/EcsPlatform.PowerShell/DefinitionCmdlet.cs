using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Definitions;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that takes a definition: a file, or an object of the same shape.</summary>
public abstract class DefinitionCmdlet : ConnectedCmdlet
{
    /// <summary>The definition file: YAML or JSON.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The definition as a hashtable or object, with the keys of the file; or a file from the pipeline.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Definition", ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? Definition { get; set; }

    /// <summary>The suffix that keeps copies of the platform apart, in place of the definition's: dev, staging, prod.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SuffixCompleter))]
    public string? EnvironmentSuffix { get; set; }

    private protected override object? Target => Path ?? Definition;

    private protected bool IsRehearsal => Choice.Sandbox is not null;

    private protected DefinitionSource Source() => Guard(() => DefinitionSource.Of(
        Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path),
        Definition,
        SessionState.Path.CurrentFileSystemLocation.Path));

    private protected DefinitionReading Reading(DefinitionSource source) =>
        Guard(() => source.Read(EnvironmentSuffix, ModuleState.Defaults.EnvironmentSuffix, Region));

    /// <summary>The valid definition; problems end the cmdlet, all of them in one error.</summary>
    private protected PlatformDefinition Valid(DefinitionSource source)
    {
        var reading = Reading(source);
        return reading.Definition ?? Guard<PlatformDefinition>(() => throw DefinitionErrors.Of(reading));
    }

    /// <summary>What a run would do; changes nothing.</summary>
    private protected Plan Look(OpenSession session, DefinitionSource source, PlatformDefinition definition)
    {
        var options = source.Options(IsRehearsal);
        if (IsRehearsal && PlatformSession.StandIns(definition, options) is { Count: > 0 } standIns)
        {
            WriteVerbose($"Stand-in values take the place of secrets whose source is missing here: {string.Join(", ", standIns)}.");
        }

        StandInCertificates(PlatformSession.CertificatesOf(definition));
        return Await(session, (core, token) => core.PlanAsync(definition, options, token));
    }
}
