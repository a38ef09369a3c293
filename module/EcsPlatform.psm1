# The cmdlets, and the AWS and YAML assemblies behind them, live in a load context of their own: whatever versions of them
# another module has brought into the session, neither module notices the other. Only the types that users see are loaded here.
$null = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'EcsPlatform.PowerShell.Surface.dll'))
$cmdlets = [EcsPlatform.ModuleLoadContext]::Load([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'context'))
Import-Module -Assembly $cmdlets
