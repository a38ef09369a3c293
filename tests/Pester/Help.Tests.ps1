# What Get-Help says: that it says everything, and that everything it says can be typed.
# $env:ECSPLATFORM_MODULE names another module folder than the one that the build assembles.

BeforeDiscovery {
    $folder = $env:ECSPLATFORM_MODULE ? $env:ECSPLATFORM_MODULE : "$PSScriptRoot/../../artifacts/module/EcsPlatform"
    Import-Module (Join-Path $folder 'EcsPlatform.psd1') -Force
    $cmdlets = foreach ($command in Get-Command -Module EcsPlatform -CommandType Cmdlet) {
        @{ Name = $command.Name; Command = $command; Help = Get-Help $command.Name -Full }
    }
    $examples = foreach ($cmdlet in $cmdlets) {
        $number = 0
        foreach ($example in $cmdlet.Help.examples.example) {
            $number++
            @{ Name = $cmdlet.Name; Number = $number; Title = $example.title.Trim('- ') -replace '^Example \d+: '; Code = $example.code; Remarks = "$($example.remarks.Text)" }
        }
    }
    $topics = @{ Topic = 'about_EcsPlatform' }, @{ Topic = 'about_EcsPlatform_Sandbox' }, @{ Topic = 'about_EcsPlatform_Definition' }, @{ Topic = 'about_EcsPlatform_Deployments' }, @{ Topic = 'about_EcsPlatform_Mesh' }
}

BeforeAll {
    $folder = $env:ECSPLATFORM_MODULE ? $env:ECSPLATFORM_MODULE : "$PSScriptRoot/../../artifacts/module/EcsPlatform"
    $manifest = (Resolve-Path (Join-Path $folder 'EcsPlatform.psd1')).Path
    Import-Module $manifest -Force
    $definition = Join-Path (Split-Path $manifest) 'Examples/payments-mesh/platform.yaml'
    $shop = Join-Path (Split-Path $manifest) 'Examples/shop-deployments/platform.yaml'

    # Runs a script as a user would who has just imported the module and started a sandbox: what it writes, and its errors.
    function Invoke-InSandbox([string] $Code) {
        $here = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Copy-Item $definition $here
        Copy-Item $shop (Join-Path $here 'shop.yaml')
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Set-Location '$here'; Import-Module '$manifest'; Set-PlatformDefault -Clear; Start-PlatformSandbox | Out-Null").Invoke()
            $shell.Commands.Clear()
            $output = $shell.AddScript("`$ErrorActionPreference = 'Stop'`n$Code").Invoke()
            [pscustomobject]@{ Output = $output; Errors = @($shell.Streams.Error) }
        }
        finally {
            $shell.Commands.Clear()
            $null = $shell.AddScript('Stop-PlatformSandbox; Set-PlatformDefault -Clear').Invoke()
            $shell.Dispose()
        }
    }
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    It 'has a synopsis of its own' {
        $Help.Synopsis | Should -Not -BeNullOrEmpty
        $Help.Synopsis.Trim() | Should -Not -Match "^$Name"
    }

    It 'has a description' {
        "$($Help.description.Text)" | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $wanted = $Command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
        $described = $Help.parameters.parameter | Where-Object { "$($_.description.Text)".Trim() } | ForEach-Object name | Sort-Object
        $described | Should -Be $wanted
    }

    It 'shows the syntax of every parameter set' {
        @($Help.syntax.syntaxItem).Count | Should -Be $Command.ParameterSets.Count
    }

    It 'has at least two examples' {
        @($Help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'links to what is there' {
        foreach ($link in $Help.relatedLinks.navigationLink.linkText) {
            Get-Help $link | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'Example <Number> of <Name>: <Title>' -ForEach $examples {
    It 'runs in a fresh sandbox' {
        $run = Invoke-InSandbox $Code
        $run.Errors | Should -BeNullOrEmpty
        if ($Remarks -match '^No output:') {
            $run.Output | Should -BeNullOrEmpty
        }
    }
}

Describe '<Topic>' -ForEach $topics {
    It 'is found by Get-Help' {
        Get-Help $Topic | Out-String | Should -Match $Topic
    }

    It 'fits 80 columns' {
        (Get-Help $Topic | Out-String -Width 200) -split "`n" | Where-Object { $_.TrimEnd().Length -gt 80 } | Should -BeNullOrEmpty
    }

    It 'has snippets that run in a fresh sandbox' {
        # A snippet is what is indented by eight and begins where nothing stands above it.
        $snippets = [regex]::Matches((Get-Help $Topic | Out-String -Width 200), '(?m)(?<=^\s*\n)(^ {8}.*\r?\n|^\s*\n(?= {8}))+') | ForEach-Object Value
        $snippets | Should -Not -BeNullOrEmpty
        foreach ($snippet in $snippets) {
            (Invoke-InSandbox $snippet).Errors | Should -BeNullOrEmpty -Because $snippet
        }
    }
}
