# A suite as a customer would write it: a sandbox per test, our own definition, findings as objects.
BeforeAll {
    Import-Module ($env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform'))
    $definition = Join-Path (Split-Path (Get-Module EcsPlatform).Path) '../Examples/payments-mesh/platform.yaml'
}

Describe 'Our payments platform' {
    BeforeEach {
        Start-PlatformSandbox -Seed 7
        $platform = Publish-Platform $definition -EnvironmentSuffix test
    }

    AfterEach {
        Stop-PlatformSandbox
    }

    It 'runs two tasks of each service' {
        $platform | Get-FargateMicroservice | Should -HaveCount 5
        $platform | Get-FargateMicroservice | Where-Object { $_.Running -ne 2 -or $_.Rollout -ne 'COMPLETED' } | Should -BeNullOrEmpty
    }

    It 'has no drift once it is published, and a second run changes nothing' {
        Compare-Platform $definition -EnvironmentSuffix test | Should -BeNullOrEmpty

        $again = Publish-Platform $definition -EnvironmentSuffix test
        $again.Created + $again.Updated + $again.Removed | Should -Be 0
        $again.Unchanged | Should -Be $platform.Created
    }

    It 'lives beside another copy' {
        Compare-Platform $definition -EnvironmentSuffix other | Where-Object Action -NE 'Create' | Should -BeNullOrEmpty
    }

    It 'is removed whole' {
        $removed = $platform | Remove-Platform -Force -PassThru

        $removed.Count | Should -BeGreaterThan 80
        Get-Platform | Should -BeNullOrEmpty
        Get-PlatformOrphan | Should -BeNullOrEmpty
    }

    It 'gets through bad weather' {
        $platform | Remove-Platform -Force
        Set-SandboxFault -Weather 0.1

        (Publish-Platform $definition -EnvironmentSuffix test).Running | Should -Be 10
        (Get-SandboxCall -Failed).Count | Should -BeGreaterThan 10
    }
}

Describe 'Our transactions platform' {
    BeforeAll {
        $examples = Join-Path (Split-Path (Get-Module EcsPlatform).Path) '../Examples/fintech-mesh'
    }

    BeforeEach { Start-PlatformSandbox -Seed 7 }
    AfterEach { Stop-PlatformSandbox }

    It 'stands with <_>, has no drift, and is removed whole' -ForEach 'platform.yaml', 'service-connect.yaml' {
        $platform = Publish-Platform "$examples/$_" -EnvironmentSuffix test
        ($platform | Get-FargateMicroservice).Running | Should -Be 2, 2, 2
        Compare-Platform "$examples/$_" -EnvironmentSuffix test | Should -BeNullOrEmpty

        $platform | Remove-Platform -Force
        Get-Platform | Should -BeNullOrEmpty
        Get-PlatformOrphan | Should -BeNullOrEmpty
    }

    It 'deploys each service by itself, and takes a version back whose answers are errors, with <_>' -ForEach 'platform.yaml', 'service-connect.yaml' {
        $fintech = @{ PlatformName = 'fintech'; EnvironmentSuffix = 'test' }
        $null = Publish-Platform "$examples/$_" -EnvironmentSuffix test | Get-FargateMicroservice | Publish-SandboxImage -Tag v2
        Set-SandboxFault -ErrorRate '*account-service*:v2' -Share 0.5
        $good = Start-BlueGreenDeployment @fintech -Name gateway-service -Image v2
        $good.State, $good.Strategy | Should -Be 'Succeeded', 'BLUE_GREEN'
        { Start-BlueGreenDeployment @fintech -Name account-service -Image v2 -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentRolledBack*' -ExpectedMessage '*errors-account-service*'

        Set-SandboxFault -Clear
        Compare-Platform "$examples/$_" -EnvironmentSuffix test | Should -BeNullOrEmpty
    }

    It 'goes on to Service Connect on the day that App Mesh ends' {
        $null = Publish-Platform "$examples/platform.yaml" -EnvironmentSuffix test
        Set-SandboxFault -Discontinue appmesh
        { Publish-Platform "$examples/platform.yaml" -EnvironmentSuffix test } | Should -Throw -ErrorId 'AppMeshGone*'

        $moved = Publish-Platform "$examples/service-connect.yaml" -EnvironmentSuffix test
        $moved.Running | Should -Be 6
        Compare-Platform "$examples/service-connect.yaml" -EnvironmentSuffix test | Should -BeNullOrEmpty
    }
}

Describe 'Our card payments platform' {
    BeforeAll {
        $examples = Join-Path (Split-Path (Get-Module EcsPlatform).Path) '../Examples/pci-deployments'
        $cards = @{ PlatformName = 'cards'; EnvironmentSuffix = 'test' }
    }

    BeforeEach {
        Start-PlatformSandbox -Seed 7
        $null = & "$examples/runbook.ps1" -EnvironmentSuffix test
    }

    AfterEach { Stop-PlatformSandbox }

    It 'is what the definition says, and is removed whole' {
        (Get-FargateMicroservice @cards).Running | Should -Be 2, 2, 2
        Compare-Platform "$examples/platform.yaml" -EnvironmentSuffix test | Should -BeNullOrEmpty

        Remove-Platform @cards -Force
        Get-Platform | Should -BeNullOrEmpty
        Get-PlatformOrphan | Should -BeNullOrEmpty
    }

    It 'gets a new version a sixth at a time, by CodeDeploy' {
        $null = Get-FargateMicroservice @cards -Name payment-api | Publish-SandboxImage -Tag v2
        $shares = Start-BlueGreenDeployment @cards -Name payment-api -Image v2 -Verbose 4>&1 | ForEach-Object { if ("$_" -match '(\d+) %') { [int]$Matches[1] } } | Select-Object -Unique

        $shares | Should -Be 0, 17, 34, 51, 68, 85, 100
        (Get-FargateMicroservice @cards -Name payment-api).TaskDefinition | Should -Be 'task-payment-api-test:2'
    }

    It 'takes a version back whose answers are errors, and the others stay as they are' {
        $null = Get-FargateMicroservice @cards -Name payment-api | Publish-SandboxImage -Tag v2
        Set-SandboxFault -ErrorRate '*:v2' -Share 0.5
        { Start-BlueGreenDeployment @cards -Name payment-api -Image v2 -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentRolledBack*'

        (Get-FargateMicroservice @cards).TaskDefinition | Should -Be 'task-notification-service-test:1', 'task-payment-api-test:1', 'task-transaction-processor-test:1'
        Set-SandboxFault -Clear
        Compare-Platform "$examples/platform.yaml" -EnvironmentSuffix test | Should -BeNullOrEmpty
    }
}
