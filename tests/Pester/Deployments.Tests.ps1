# Deployments through a real PowerShell: started, watched, approved, taken back, lost and found again.
BeforeAll {
    $module = $env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform')
    Import-Module $module
    $example = Join-Path $module 'Examples/shop-deployments/platform.yaml'
    $shop = @{ PlatformName = 'shop'; EnvironmentSuffix = 'dev' }

    function Push-Image([string] $Tag, [string[]] $Service = '*') {
        Get-FargateMicroservice @shop -Name $Service | Publish-SandboxImage -Tag $Tag
    }

    function Get-Failure([scriptblock] $Script) {
        try { $null = & $Script; throw 'It did not fail.' } catch { $_ }
    }
}

Describe 'Deployments' {
    BeforeEach {
        $null = Start-PlatformSandbox
        $null = Publish-Platform $example
    }
    AfterEach {
        Set-PlatformDefault -Clear
        Stop-PlatformSandbox
    }

    Context 'a good version' {
        It 'serves in the end, with <Strategy>' -ForEach @(
            @{ Service = 'catalog'; Strategy = 'ROLLING' }
            @{ Service = 'cart'; Strategy = 'BLUE_GREEN' }
            @{ Service = 'search'; Strategy = 'CANARY' }
            @{ Service = 'checkout'; Strategy = 'LINEAR' }
        ) {
            $null = Push-Image v2 $Service
            $deployment = Start-BlueGreenDeployment @shop -Name $Service -Image v2

            $deployment.State, $deployment.Strategy | Should -Be 'Succeeded', $Strategy
            $deployment.Revision, $deployment.OldRevision | Should -Be "task-$Service-dev:2", "task-$Service-dev:1"
            Compare-Platform $example | Should -BeNullOrEmpty
        }

        It 'is shown as planned objects with -WhatIf, and nothing is changed' {
            $null = Push-Image v2 cart, checkout
            $before = @(Get-SandboxCall ecs UpdateService).Count
            $planned = Get-FargateMicroservice @shop -Name cart, checkout | Start-BlueGreenDeployment -Image v2 -WhatIf

            $planned.ServiceName | Should -Be 'cart', 'checkout'
            $planned[0].PSTypeNames | Should -Contain 'EcsPlatform.PlannedBlueGreenDeployment'
            $planned[0].Changes | Should -Be 'image v2'
            $planned[0].Digest | Should -Match '^sha256:'
            @(Get-SandboxCall ecs UpdateService).Count | Should -Be $before
        }

        It 'is deployed in many services from a pipeline, callees first, in one run' {
            $null = Push-Image v2
            'Name,Image', 'checkout,v2', 'cart,v2', 'orders,v2' | ConvertFrom-Csv | Start-BlueGreenDeployment @shop -Order Callees -WarningVariable paused -WarningAction SilentlyContinue |
                Group-Object ServiceName -AsHashTable -OutVariable ended

            "$paused" | Should -Match 'Resume-BlueGreenDeployment shop dev -Name orders'
            $ended[0].cart.State | Should -Be 'Succeeded'
        }

        It 'tells every stage on the verbose stream' {
            $all = Start-BlueGreenDeployment @shop -Name cart -Verbose 4>&1
            "$all" | Should -Match 'bake time  ██████████ 100 %  new 2/2, old 2/2  \d:\d\d of baking left'
        }

        It 'makes way for an earlier revision in one command' {
            $null = Push-Image v2 cart
            $null = Start-BlueGreenDeployment @shop -Name cart -Image v2
            (Start-BlueGreenDeployment @shop -Name cart -Revision 1).Revision | Should -Be 'task-cart-dev:1'
            (Get-BlueGreenDeployment @shop -Name cart -History -First 2).Revision | Should -Be 'task-cart-dev:1', 'task-cart-dev:2'
        }

        It 'is deployed to a service without tasks' {
            $null = Update-FargateMicroservice @shop -Name cart -DesiredCount 0
            (Start-BlueGreenDeployment @shop -Name cart).State | Should -Be 'Succeeded'
        }
    }

    Context 'a bad version' {
        It 'is rolled back, and the error tells what its tasks ended with and wrote' {
            $null = Push-Image bad cart
            Set-SandboxFault -ContainerCrash '*:bad'
            $failure = Get-Failure { Start-BlueGreenDeployment @shop -Name cart -Image bad -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -BeLike 'DeploymentRolledBack,*'
            $failure.Exception.Message | Should -Match 'exit code 1'
            $failure.Exception.Message | Should -Match '\| cart: fatal'
            $failure.TargetObject.State | Should -Be 'RolledBack'
            (Get-FargateMicroservice @shop -Name cart).TaskDefinition | Should -Be 'task-cart-dev:1'
        }

        It 'is taken back by an alarm in the middle of a shift' {
            $null = Push-Image bad checkout
            Set-SandboxFault -ErrorRate '*:bad' -Share 0.5
            $failure = Get-Failure { Start-BlueGreenDeployment @shop -Name checkout -Image bad -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -BeLike 'DeploymentRolledBack,*'
            $failure.TargetObject.TriggeredAlarms | Should -Not -BeNullOrEmpty
        }

        It 'holds those back that come after it' {
            $null = Push-Image bad
            Set-SandboxFault -ContainerCrash 'repo-cart-dev:bad', '*/repo-cart-dev:bad'
            $null = Start-BlueGreenDeployment @shop -Name cart, checkout -Image bad -Order Callees -ErrorVariable failures -ErrorAction SilentlyContinue

            $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be 'DeploymentRolledBack', 'DeploymentNotBegun'
            Get-BlueGreenDeployment @shop -Name checkout -History | Where-Object Revision -EQ 'task-checkout-dev:2' | Should -BeNullOrEmpty
        }
    }

    Context 'what is in the way' {
        It 'comes all at once, before anything is changed' {
            $null = Start-BlueGreenDeployment @shop -Name cart -NoWait
            $before = @(Get-SandboxCall ecs UpdateService).Count
            $failure = Get-Failure { Start-BlueGreenDeployment @shop -Name cart, search -Image nowhere }

            $failure.FullyQualifiedErrorId | Should -BeLike 'DeploymentRefused,*'
            $failure.Exception.Problems.Id | Sort-Object -Unique | Should -Be 'DeploymentRunning', 'ImageNotFound'
            @(Get-SandboxCall ecs UpdateService).Count | Should -Be $before
        }

        It 'is let through by its id' {
            { Start-BlueGreenDeployment @shop -Name cart -Image nowhere } | Should -Throw -ErrorId 'DeploymentRefused*'
            (Start-BlueGreenDeployment @shop -Name cart -Image nowhere -Accept ImageNotFound -WhatIf).ServiceName | Should -Be 'cart'
        }

        It 'is an id of its own for a service that is not there' {
            { Start-BlueGreenDeployment @shop -Name nothing } | Should -Throw -ErrorId 'MicroserviceNotFound*'
        }

        It 'is not the scan of an image that was pushed a moment ago: it is waited for' {
            $null = Push-Image v2 cart
            (Start-BlueGreenDeployment @shop -Name cart -Image v2 -MaximumSeverity High).State | Should -Be 'Succeeded'
            @(Get-SandboxCall ecr DescribeImageScanFindings).Count | Should -BeGreaterThan 1
        }
    }

    Context 'a pause' {
        It 'ends the waiting with a warning and the deployment, which somebody else approves' {
            $paused = Start-BlueGreenDeployment @shop -Name orders -WarningVariable warning -WarningAction SilentlyContinue
            $paused.State, $paused.TestTraffic, $paused.NewTraffic | Should -Be 'Paused', 100, 0
            "$warning" | Should -Match 'Resume-BlueGreenDeployment shop dev -Name orders'

            ($paused | Resume-BlueGreenDeployment).State | Should -Be 'Succeeded'
        }

        It 'is turned down without an error' {
            $null = Start-BlueGreenDeployment @shop -Name orders -WarningAction SilentlyContinue
            (Get-BlueGreenDeployment @shop | Resume-BlueGreenDeployment -Rollback).State | Should -Be 'RolledBack'
        }

        It 'runs out' {
            $failure = Get-Failure { Start-BlueGreenDeployment @shop -Name orders -ThroughPauses -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'DeploymentRolledBack,*'
        }

        It 'that there is not cannot be ended' {
            $null = Start-BlueGreenDeployment @shop -Name cart -NoWait
            { Resume-BlueGreenDeployment @shop -Name cart -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentNotPaused*'
        }
    }

    Context 'another session' {
        It 'finds what runs and follows it to the end' {
            $null = Start-BlueGreenDeployment @shop -Name cart, search -NoWait
            $shell = [powershell]::Create().AddScript("Import-Module '$module'; Get-BlueGreenDeployment | Wait-BlueGreenDeployment")
            $ended = $shell.Invoke()

            $ended.ServiceName | Should -Be 'cart', 'search'
            $ended.State | Should -Be 'Succeeded', 'Succeeded'
        }

        It 'takes over from one that was stopped by Ctrl+C' {
            $null = Start-PlatformSandbox -Speed 300
            $null = Publish-Platform $example
            $shell = [powershell]::Create().AddScript("Import-Module '$module'; Start-BlueGreenDeployment shop dev -Name cart")
            $run = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            while (-not ($running = Get-BlueGreenDeployment @shop) -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
            $run.IsCompleted | Should -BeFalse
            $shell.Stop()

            $running.ServiceName | Should -Be 'cart'
            ($running | Wait-BlueGreenDeployment).State | Should -Be 'Succeeded'
        }

        It 'waits for all of them with one poll for each interval' {
            $null = Start-BlueGreenDeployment @shop -Name cart, search, catalog -NoWait
            $from = @(Get-SandboxCall).Count
            $ended = Wait-BlueGreenDeployment @shop
            $polls = @(Get-SandboxCall ecs DescribeServiceDeployments | Where-Object Sequence -GT $from).Count

            $ended | Should -HaveCount 3
            $polls | Should -BeLessOrEqual (2 + ($ended.Took.TotalSeconds | Measure-Object -Maximum).Maximum / 10)
        }

        It 'lets go when the time is over; the deployment goes on' {
            $failure = Get-Failure { Start-BlueGreenDeployment @shop -Name cart -TimeoutSeconds 60 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'Wait-BlueGreenDeployment'
            (Wait-BlueGreenDeployment @shop).State | Should -Be 'Succeeded'
        }

        It 'hears that nothing runs' {
            { Wait-BlueGreenDeployment @shop -ErrorAction Stop } | Should -Throw -ErrorId 'DeploymentNotFound*'
        }
    }

    Context 'stopping' {
        It 'goes back, which is no error then' {
            $null = Start-BlueGreenDeployment @shop -Name search -NoWait
            (Stop-BlueGreenDeployment @shop -Name search -Force).State | Should -Be 'RolledBack'
        }

        It 'is only shown with -WhatIf, even with -Force' {
            $null = Start-BlueGreenDeployment @shop -Name search -NoWait
            Stop-BlueGreenDeployment @shop -Name search -Force -WhatIf | Should -BeNullOrEmpty
            (Wait-BlueGreenDeployment @shop).State | Should -Be 'Succeeded'
        }
    }

    Context 'updating' {
        It 'changes what is said, and returns what runs' {
            $service = Update-FargateMicroservice @shop -Name catalog -Cpu 512 -Memory 1024 -Environment @{ LOG_LEVEL = 'debug' }
            $service.TaskDefinition, $service.Running | Should -Be 'task-catalog-dev:2', 2
        }

        It 'has something to change, or says so' {
            { Update-FargateMicroservice @shop -Name catalog -ErrorAction Stop } | Should -Throw -ErrorId 'UpdateRefused*'
        }

        It 'restarts several side by side' {
            (Get-FargateMicroservice @shop -Name cart, catalog | Restart-FargateMicroservice).Name | Should -Be 'cart', 'catalog'
            (Get-BlueGreenDeployment @shop -Name cart -History -First 1).State | Should -Be 'Succeeded'
        }
    }

    Context 'looking' {
        It 'fits 120 columns and draws the traffic' {
            $null = Start-BlueGreenDeployment @shop -Name cart -NoWait
            $table = Get-BlueGreenDeployment @shop | Format-Table | Out-String -Width 120
            $table | Should -Match '░░░░░░░░░░ 0 %'
            $table | Should -Match 'SCALE_UP'
        }

        It 'completes services and images' {
            $null = Push-Image v7 cart
            $line = 'Start-BlueGreenDeployment shop dev -Name cart -Image '
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'v7'
        }
    }
}
