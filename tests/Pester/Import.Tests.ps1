# What importing the module costs and touches: measured in processes of their own.
BeforeAll {
    $module = $env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform')
    $pwsh = (Get-Process -Id $PID).Path

    function Measure-Import {
        [double] (& $pwsh -NoProfile -NonInteractive -Command "(Measure-Command { Import-Module '$module' }).TotalMilliseconds")
    }
}

Describe 'Import-Module' {
    It 'exports the cmdlets of its manifest, and nothing else' {
        Import-Module $module -Force
        $manifest = Import-PowerShellDataFile (Join-Path $module 'EcsPlatform.psd1')

        (Get-Command -Module EcsPlatform).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'has a valid manifest' {
        (Test-ModuleManifest (Join-Path $module 'EcsPlatform.psd1')).Version | Should -Be '0.1.0'
    }

    It 'works after a second import, and after it was removed' {
        $count = & $pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$module'; Import-Module '$module' -Force; Remove-Module EcsPlatform; Import-Module '$module'
            `$null = Start-PlatformSandbox
            (Get-Command -Module EcsPlatform).Count; @(Get-Platform).Count"

        $count | Should -Be @((Get-Command -Module EcsPlatform).Count, 0)
    }

    It 'loads no AWS assembly' {
        $loaded = & $pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$module'
            [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName().Name } -match 'AWS|Yaml|EcsPlatform'"

        $loaded | Should -Be 'EcsPlatform.PowerShell'
    }

    It 'takes little time' {
        $null = Measure-Import   # the first one reads from disk
        $times = 1..5 | ForEach-Object { Measure-Import } | Sort-Object

        Write-Host ('Import-Module: {0:0} ms, median of 5 processes' -f $times[2])
        $times[2] | Should -BeLessThan 1000   # 150 is the aim; shared machines vary
    }
}

Describe 'A session in which others have loaded the same assemblies' {
    # PersistedAssemblyBuilder came with .NET 9: PowerShell 7.5.
    It 'works beside a foreign <_>' -Skip:($PSVersionTable.PSVersion -lt '7.5') -ForEach @('AWSSDK.Core', 'YamlDotNet') {
        $file = Join-Path $TestDrive "$_.dll"
        $foreign = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName]::new("$_, Version=1.2.3.4"), [object].Assembly)
        $null = $foreign.DefineDynamicModule($_).DefineType('Foreign', 'Public').CreateType()
        $foreign.Save($file)

        $answer = & $pwsh -NoProfile -NonInteractive -Command "
            `$null = [Reflection.Assembly]::LoadFrom('$file')
            Import-Module '$module'
            `$null = Start-PlatformSandbox
            (Publish-Platform '$module/Examples/payments-mesh/platform.yaml').Running
            [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName() }.Where{ `$_.Name -eq '$_' }.Version.Major -join ' '"

        $answer[0] | Should -Be 10
        $answer[1] | Should -Match '^1 \d+$' -Because 'both are loaded, each for its own'
    }
}
