using System.Management.Automation;
using System.Management.Automation.Host;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>Asks for the platform's name before all of it goes: a yes comes too easily.</summary>
internal sealed class RemovalQuestion(PSCmdlet cmdlet, Plan plan)
{
    public bool IsAgreed(bool force)
    {
        var what = $"Remove everything, data included ({EventText.Of(plan)})";
        if (cmdlet.IsWhatIf())
        {
            return cmdlet.ShouldProcess(plan.Scope.ToString(), what);
        }

        return force || !cmdlet.AsksFirst() || IsNamed(what);
    }

    private bool IsNamed(string what)
    {
        var answer = Ask($"{what}: {plan.Scope}. Type the platform's name ({plan.Scope.Platform}) to go on");
        if (answer == plan.Scope.Platform)
        {
            return true;
        }

        cmdlet.WriteWarning($"'{answer}' is not the platform's name: nothing was removed.");
        return false;
    }

    private string? Ask(string question)
    {
        try
        {
            cmdlet.Host.UI.Write($"{question}: ");
            return cmdlet.Host.UI.ReadLine()?.Trim();
        }
        catch (Exception error) when (error is PSInvalidOperationException or HostException or NotImplementedException)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Of(
                new PlatformException("CannotAsk", $"Removing {plan.Scope} asks for its name, and there is nobody to ask.", "Give -Force or -Confirm:$false. Nothing was removed.", [], error),
                plan.Scope.ToString()));
            throw;
        }
    }
}
