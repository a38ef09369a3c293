using System.Management.Automation;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What -WhatIf and -Confirm, or the preference variables behind them, say: ShouldProcess answers no without saying why.</summary>
internal static class Preferences
{
    public static bool IsWhatIf(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? given is SwitchParameter { IsPresent: true } or true
        : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether something of high impact asks first.</summary>
    public static bool AsksFirst(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out var given)
        ? given is SwitchParameter { IsPresent: true } or true
        : cmdlet.GetVariableValue("ConfirmPreference")?.ToString() is not "None";
}
