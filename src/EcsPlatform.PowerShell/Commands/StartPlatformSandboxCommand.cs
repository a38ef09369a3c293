using System.Management.Automation;
using System.Net.Sockets;
using EcsPlatform.PowerShell.Completion;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell;

/// <summary>Starts an AWS of its own in this process. Until it is stopped, all cmdlets use it in place of AWS: no account, no network, minutes in milliseconds.</summary>
[Cmdlet(VerbsLifecycle.Start, "PlatformSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(SandboxInfo))]
public sealed class StartPlatformSandboxCommand : PlatformCmdlet
{
    /// <summary>Serves it over HTTP on loopback as well, for the AWS CLI, boto3 and Terraform; 0 takes a free port. Time then runs by itself, at -Speed.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? Port { get; set; }

    /// <summary>Decides every identifier and every chance: the same seed gives the same run.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Seed { get; set; } = 1;

    /// <summary>Seconds of lifecycle per second: at 60 a minute takes a second. Where neither it nor -Port is given, time jumps whenever everything waits.</summary>
    [Parameter]
    [ValidateRange(0.001, 1000000)]
    public double? Speed { get; set; }

    /// <summary>The region of calls that name none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string Region { get; set; } = "us-east-1";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess("this session", "Use a fresh sandbox in place of AWS"))
        {
            return;
        }

        ModuleState.Exchange(null)?.Stop();
        var sandbox = Port is null && Speed is null ? SandboxSession.InProcess(Seed, Region) : Guard(Serve);
        ModuleState.Exchange(sandbox);
        WriteObject(sandbox.Show());
    }

    private SandboxSession Serve()
    {
        try
        {
            return SandboxSession.Scaled(Seed, Region, Speed ?? 60, Port);
        }
        catch (SocketException error)
        {
            throw new PlatformException("PortTaken", $"Port {Port} cannot be had: {error.Message}.", "Choose another with -Port, or 0 for a free one.", [], error);
        }
    }
}
