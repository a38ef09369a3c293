using System.Collections;
using System.Management.Automation;
using EcsPlatform.Core.Deployments;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <summary>Changes image, environment, size or number of tasks of microservices that run, and follows each change until it serves. What no parameter names stays as it runs.</summary>
[Cmdlet(VerbsData.Update, "FargateMicroservice", SupportsShouldProcess = true)]
[OutputType(typeof(MicroserviceInfo), typeof(PlannedBlueGreenDeployment))]
public sealed class UpdateFargateMicroserviceCommand : MicroserviceUpdateCmdlet
{
    /// <summary>A tag or digest in the repository that the running image is from, or the whole URI of an image.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    public string? Image { get; set; }

    /// <summary>Plain environment variables to set; $null takes one away. Others stay.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary>CPU units of the task: 256, 512, 1024, 2048, 4096, 8192 or 16384.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("256", "512", "1024", "2048", "4096", "8192", "16384")]
    public int? Cpu { get; set; }

    /// <summary>Memory of the task in MiB, 512 to 122880, as Fargate has it for the CPU units; the container's limits keep their share of it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(512, 122880)]
    public int? Memory { get; set; }

    /// <summary>Tasks that shall run, 0 to 5000. A number alone is set at once, without a deployment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 5000)]
    public int? DesiredCount { get; set; }

    private protected override string What => "Update";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var environment = (Environment ?? new Hashtable()).Cast<DictionaryEntry>().ToDictionary(entry => entry.Key.ToString()!, entry => entry.Value?.ToString(), StringComparer.Ordinal);
        if (Image is null && environment.Count == 0 && Cpu is null && Memory is null && DesiredCount is null)
        {
            Report("UpdateRefused", $"{string.Join(", ", Name)}: there is nothing to change.", "Give -Image, -Environment, -Cpu, -Memory or -DesiredCount; Restart-FargateMicroservice starts new tasks of the same.", Name.FirstOrDefault());
            return;
        }

        Collect(new DeploymentChange { Service = "", Image = Image, Environment = environment, Cpu = Cpu, Memory = Memory, DesiredCount = DesiredCount });
    }
}
