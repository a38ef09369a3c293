using System.Management.Automation;

namespace EcsPlatform.PowerShell.Isolation;

/// <summary>Runs when the module is imported. Loads nothing: what the cmdlets stand on is loaded when one of them first needs it.</summary>
public sealed class ModuleStart : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleContext.Listen();
}
