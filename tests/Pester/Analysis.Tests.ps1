# PSScriptAnalyzer, where it is installed, over every script of the repository.
BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)
    $root = Join-Path $PSScriptRoot '../..'
    $scripts = Get-ChildItem $root/module, $root/build.ps1 -Recurse -Include *.ps1, *.psm1, *.psd1 | ForEach-Object FullName
}

Describe 'PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
    It 'finds nothing in <_>' -ForEach $scripts {
        Invoke-ScriptAnalyzer $_ -Severity Error, Warning | ForEach-Object { "$($_.RuleName) $($_.Line): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
