using System.Management.Automation;
using System.Security;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell;

/// <summary>Makes a secret that services refer to by name. A secret that is there keeps its value: values are changed in Secrets Manager, by those who may.</summary>
[Cmdlet(VerbsCommon.New, "PlatformSecret", SupportsShouldProcess = true, DefaultParameterSetName = "Generate")]
[OutputType(typeof(PlatformSecretInfo), typeof(PlatformPlanStep))]
public sealed partial class NewPlatformSecretCommand : BuildingCmdlet
{
    /// <summary>What services call it: 1 to 40 lower-case letters, digits and hyphens.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SecretName")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The first value, as a SecureString: Read-Host -AsSecureString, Get-Secret. A plain string is refused.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Value")]
    [SecureValue]
    public SecureString? Value { get; set; }

    /// <summary>A user name and password as the first value, kept as JSON with the keys username and password: Get-Credential.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Credential")]
    [SecureValue]
    public PSCredential? SecretCredential { get; set; }

    /// <summary>Makes a random first value, which nobody sees; this is what happens when no value is given.</summary>
    [Parameter(ParameterSetName = "Generate")]
    public SwitchParameter Generate { get; set; }

    /// <summary>Characters of the random value: 8 to 4096; 32 when left out.</summary>
    [Parameter(ParameterSetName = "Generate", ValueFromPipelineByPropertyName = true)]
    [ValidateRange(8, 4096)]
    public int Length { get; set; } = 32;

    /// <summary>Leaves punctuation out of the random value, for what ends up in URLs and connection strings.</summary>
    [Parameter(ParameterSetName = "Generate")]
    public SwitchParameter ExcludePunctuation { get; set; }

    /// <summary>The environment variable of this process that holds the first value. In a sandbox a stand-in takes the place of one that is missing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Environment", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? FromEnvironment { get; set; }

    /// <summary>What it is for; shown in Secrets Manager.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var scope = Scope();
        using var session = Open(Choice, scope.Region);
        var run = Build(session, $"Make the secret '{Name}'", new PlatformChange(scope, PlatformParts.Secrets, Apply) { Requires = InVpc ? PlatformParts.Network : 0, Options = Options() });
        if (run is not null)
        {
            WriteObject(run.Fill(
                new PlatformSecretInfo { PlatformName = scope.Platform, EnvironmentSuffix = scope.Suffix, Region = scope.Region, Part = $"secret {Name}", SecretName = Name, Id = run.Id($"secret/{Name}"), RotationDays = _rotation?.Days },
                step => step.LogicalId == $"secret/{Name}" || step.LogicalId == $"secret-rotation/{Name}"));
        }
    }

    private BlueprintOptions Options()
    {
        var text = Value is not null ? SecureText.Of(Value) : SecretCredential is not null ? SecureText.Json(SecretCredential) : null;
        return new BlueprintOptions
        {
            BaseFolder = SessionState.Path.CurrentFileSystemLocation.Path,
            StandInSecrets = Choice.Sandbox is not null,
            SecretValues = text is null ? new Dictionary<string, SecretText>() : new Dictionary<string, SecretText> { [Name] = text },
        };
    }

    private PlatformDefinition Apply(PlatformDefinition live)
    {
        var former = live.Secrets.FirstOrDefault(secret => secret.Name == Name);
        var secret = former is not null
            ? former with { Description = Description ?? former.Description }
            : new SecretDefinition { Name = Name, Description = Description };
        secret = WithRotation(secret, former);
        return live with { Secrets = former is null ? [.. live.Secrets, secret] : [.. live.Secrets.Select(other => other == former ? secret : other)] };
    }
}
