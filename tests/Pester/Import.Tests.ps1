# What importing the module costs and touches: measured in processes of their own.
BeforeAll {
    $module = $env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform')
    $pwsh = (Get-Process -Id $PID).Path

    function Measure-Start([string] $Script) {
        $null = & $pwsh -NoProfile -NonInteractive -Command $Script
        $times = 1..5 | ForEach-Object { (Measure-Command { & $pwsh -NoProfile -NonInteractive -Command $Script }).TotalMilliseconds }
        ($times | Sort-Object)[2]
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
        $empty = Measure-Start '1'
        $with = Measure-Start "Import-Module '$module'"

        Write-Host ('Import-Module: {0:0} ms more than an empty start ({1:0} ms), median of 5' -f ($with - $empty), $empty)
        $with - $empty | Should -BeLessThan 1000   # 150 is the aim; shared machines vary
    }
}

Describe 'A session in which others have loaded the same assemblies' {
    BeforeAll {
        $foreign = foreach ($name in 'AWSSDK.Core', 'YamlDotNet') {
            $file = Join-Path (New-Item -ItemType Directory (Join-Path $TestDrive $name)) "$name.dll"
            Add-Type -OutputAssembly $file -TypeDefinition "
                [assembly: System.Reflection.AssemblyVersion(`"1.2.3.4`")]
                namespace Foreign { public static class $($name -replace '\W') { } }"
            $file
        }
    }

    It 'works beside a foreign <_>' -ForEach @('AWSSDK.Core', 'YamlDotNet') {
        $file = $foreign -like "*$_.dll"
        $answer = & $pwsh -NoProfile -NonInteractive -Command "
            `$null = [Reflection.Assembly]::LoadFrom('$file')
            Import-Module '$module'
            `$null = Start-PlatformSandbox
            (Publish-Platform '$module/Examples/payments-mesh/platform.yaml').Running
            [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName() }.Where{ `$_.Name -eq '$_' }.Version.Major -join ' '"

        $answer[0] | Should -Be 10
        $answer[1] | Should -Match '^1 \d+$'
    }
}
