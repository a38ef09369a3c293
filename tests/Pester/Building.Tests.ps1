# A platform built line by line: each line makes one part, changes only what is said, and changes nothing the second time.
BeforeAll {
    $module = $env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform')
    Import-Module $module
    $examples = Join-Path $module 'Examples'
    $shop = @{ PlatformName = 'shop'; EnvironmentSuffix = 'dev' }

    function New-Foundation {
        New-PlatformNetwork @shop -ZoneCount 2 | New-PlatformCluster | New-PlatformLoadBalancer
    }

    function Get-WriteCall {
        Get-SandboxCall | Where-Object Operation -NotMatch '^(Describe|List|Get|BatchGet)'
    }

    # Calls from one on, and the longest chain of them that followed each other: what a run must wait for, polls included.
    function Measure-Call([int] $From) {
        $calls = Get-SandboxCall | Select-Object -Skip $From
        $rounds = 0
        $end = [DateTimeOffset]::MinValue
        foreach ($call in $calls | Sort-Object { $_.Start + $_.Took }) {
            if ($call.Start -ge $end) {
                $rounds++
                $end = $call.Start + $call.Took
            }
        }

        [pscustomobject]@{ Calls = @($calls).Count; Rounds = $rounds }
    }
}

Describe 'Building' {
    BeforeEach { $null = Start-PlatformSandbox }
    AfterEach {
        Set-PlatformDefault -Clear
        Stop-PlatformSandbox
    }

    Context 'the runbook of <Example> as <Definition>' -ForEach @(
        @{ Example = 'payments-mesh'; Said = @{ Mesh = 'AppMesh' }; Definition = 'platform.yaml'; Name = 'payments' }
        @{ Example = 'payments-mesh'; Said = @{ Mesh = 'ServiceConnect' }; Definition = 'service-connect.yaml'; Name = 'payments' }
        @{ Example = 'fintech-mesh'; Said = @{ Mesh = 'AppMesh' }; Definition = 'platform.yaml'; Name = 'fintech' }
        @{ Example = 'fintech-mesh'; Said = @{ Mesh = 'ServiceConnect' }; Definition = 'service-connect.yaml'; Name = 'fintech' }
        @{ Example = 'shop-deployments'; Said = @{}; Definition = 'platform.yaml'; Name = 'shop' }
        @{ Example = 'pci-deployments'; Said = @{}; Definition = 'platform.yaml'; Name = 'cards' }
    ) {
        It 'ends in the same plan as the definition file' {
            $null = & "$examples/$Example/runbook.ps1" @Said
            Compare-Platform "$examples/$Example/$Definition" -EnvironmentSuffix dev | Should -BeNullOrEmpty
        }

        It 'changes nothing the second time, and its platform is removed whole' {
            $null = & "$examples/$Example/runbook.ps1" @Said -EnvironmentSuffix test
            $before = @(Get-WriteCall).Count
            $again = & "$examples/$Example/runbook.ps1" @Said -EnvironmentSuffix test

            $again | Where-Object IsChanged | Should -BeNullOrEmpty
            @(Get-WriteCall).Count | Should -Be $before
            Remove-Platform $Name test -Force
            Get-Platform | Should -BeNullOrEmpty
            Get-PlatformOrphan | Should -BeNullOrEmpty
        }
    }

    Context 'the foundations' {
        It 'come from one pipeline, each part told by the one before which platform is meant' {
            $parts = New-PlatformNetwork @shop -ZoneCount 2 -NatGateway PerZone -OutVariable network |
                New-PlatformCluster -CapacityProvider FARGATE, FARGATE_SPOT -OutVariable cluster |
                New-PlatformLoadBalancer

            $network.NatGatewayIds | Should -HaveCount 2
            $network.VpcId | Should -Match '^vpc-'
            $cluster.Id | Should -Match 'cluster/cluster-shop-dev$'
            $parts.Url | Should -Match '^http://alb-shop-dev'
            $parts.PlatformName, $parts.EnvironmentSuffix, $parts.Region | Should -Be 'shop', 'dev', 'us-east-1'
        }

        It 'say that there is nothing to change, and change nothing' {
            $null = New-Foundation
            $before = @(Get-WriteCall).Count
            $verbose = New-PlatformNetwork @shop -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }

            "$verbose" | Should -Match 'nothing to change'
            (New-PlatformNetwork @shop -ZoneCount 2).IsChanged | Should -BeFalse
            @(Get-WriteCall).Count | Should -Be $before
        }

        It 'change just what is said' {
            $null = New-Foundation
            $plan = New-PlatformLoadBalancer @shop -IdleTimeoutSeconds 120 -WhatIf
            $plan | Should -HaveCount 1
            $plan.Action | Should -Be 'Update'
            "$($plan.Differences)" | Should -Match '60 -> 120'

            (New-PlatformLoadBalancer @shop -IdleTimeoutSeconds 120).Updated | Should -Be 1
            (New-PlatformLoadBalancer @shop).IsChanged | Should -BeFalse
        }

        It 'give up the NAT gateways that nobody wants any more' {
            $null = New-PlatformNetwork @shop -ZoneCount 3 -NatGateway PerZone
            $single = New-PlatformNetwork @shop -NatGateway Single

            $single.NatGatewayIds | Should -HaveCount 1
            $single.Removed | Should -BeGreaterOrEqual 2
            (New-PlatformNetwork @shop).IsChanged | Should -BeFalse
        }

        It 'serve HTTPS with a certificate, and redirect' {
            $null = New-Foundation
            $arn = 'arn:aws:acm:us-east-1:123456789012:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a'
            $resources = (New-PlatformLoadBalancer @shop -CertificateArn $arn -WhatIf).Resource
            $resources | Should -Contain 'listener/443'
            (New-PlatformLoadBalancer @shop -CertificateArn $arn).IsChanged | Should -BeTrue
            (New-PlatformLoadBalancer @shop -CertificateArn $arn).IsChanged | Should -BeFalse
        }

        It 'show new versions on a test port, which comes, moves and goes' {
            $null = New-Foundation
            (New-PlatformLoadBalancer @shop -TestPort 9000 -WhatIf).Resource | Should -Contain 'listener/test-9000'
            (New-PlatformLoadBalancer @shop -TestPort 9000).IsChanged | Should -BeTrue
            (New-PlatformLoadBalancer @shop -TestPort 9000).IsChanged | Should -BeFalse
            (New-PlatformLoadBalancer @shop -IdleTimeoutSeconds 120 -WhatIf).Resource | Should -Be 'load-balancer/main'

            $moved = New-PlatformLoadBalancer @shop -TestPort 9001 -WhatIf
            $moved | Where-Object Action -EQ Delete | ForEach-Object Resource | Should -Be 'listener/test-9000'
            $null = New-PlatformLoadBalancer @shop -TestPort 0
            New-PlatformLoadBalancer @shop -TestPort 0 -WhatIf | Should -BeNullOrEmpty
        }

        It 'tell that a certificate is not the real one, once' {
            $null = New-Foundation
            $arn = 'arn:aws:acm:us-east-1:999988887777:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a'
            $null = New-PlatformLoadBalancer @shop -CertificateArn $arn -WarningVariable told -WarningAction SilentlyContinue
            $told | Should -HaveCount 1
            "$told" | Should -BeLike "*stand-in*$arn*"
            $null = New-PlatformLoadBalancer @shop -CertificateArn $arn -WarningVariable again
            $again | Should -BeNullOrEmpty
        }

        It 'make nothing with a certificate that nobody proved, and name the records' {
            $null = New-Foundation
            $arn = 'arn:aws:acm:us-east-1:123456789012:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a'
            Set-SandboxFault -UnprovenDomain $arn
            $before = @(Get-WriteCall).Count
            { New-PlatformLoadBalancer @shop -CertificateArn $arn -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'PlanRefused*' -ExpectedMessage '*waits for the proof*CNAME*'
            @(Get-WriteCall) | Should -HaveCount $before
        }

        It 'say what is missing when a line comes too early' {
            { New-PlatformLoadBalancer @shop } | Should -Throw -ErrorId 'PartMissing*' -ExpectedMessage '*no network yet*'
            Get-WriteCall | Should -BeNullOrEmpty
        }

        It 'are refused whole when a value is wrong' {
            { New-PlatformNetwork @shop -Cidr 10.0.0.0/99 } | Should -Throw -ErrorId 'DefinitionInvalid*'
            Get-WriteCall | Should -BeNullOrEmpty
        }

        It 'are only shown with -WhatIf' {
            $plan = New-PlatformNetwork @shop -WhatIf
            $plan[0].PSTypeNames | Should -Contain 'EcsPlatform.PlatformPlanStep'
            Get-WriteCall | Should -BeNullOrEmpty
        }
    }

    Context 'secrets' {
        It 'refuse a plain string without repeating it' {
            try { New-PlatformSecret @shop -Name database -Value 'hunter2-plain' ; throw 'It did not fail.' } catch { $failure = $_ }

            $failure | Out-String | Should -Match 'Read-Host -AsSecureString'
            $failure.Exception.Message | Should -Not -Match 'hunter2'
            Get-WriteCall | Should -BeNullOrEmpty
        }

        It 'take a SecureString or a credential, and show neither' {
            $secure = ConvertTo-SecureString 'hunter2-secure' -AsPlainText -Force
            $credential = [pscredential]::new('app', $secure)
            $everything = & {
                New-PlatformSecret @shop -Name database -Value $secure -Verbose
                New-PlatformSecret @shop -Name login -SecretCredential $credential -Verbose
            } *>&1

            ($everything | Format-List | Out-String) | Should -Not -Match 'hunter2'
            ($everything | Where-Object { $_ -is [EcsPlatform.PlatformSecretInfo] }).SecretName | Should -Be 'database', 'login'
            Get-SandboxCall -Operation CreateSecret | Should -HaveCount 2
        }

        It 'keep their value once they are there' {
            (New-PlatformSecret @shop -Name signing -Length 64).IsChanged | Should -BeTrue
            (New-PlatformSecret @shop -Name signing -Length 32).IsChanged | Should -BeFalse
            (New-PlatformSecret @shop -Name signing -Description 'Signs webhooks').Updated | Should -Be 1
        }
    }

    Context 'microservices' {
        It 'come as rows of text, and scale in the same pipeline' {
            $null = New-Foundation
            $scaled = @'
Name,Port,Path,Cpu,Memory,Calls,Environment,Owner
web,8080,/;/web/*,512,1024,api;jobs,MODE=live;LEVEL=info,
api,8081,/api/*,256,512,,,
jobs,8082,,,,,,
'@ | ConvertFrom-Csv | New-FargateMicroservice @shop -WarningVariable warnings -WarningAction SilentlyContinue -OutVariable built |
                Set-ServiceScaling -ScaleOutCpu 70 -ScaleInCpu 30 -Minimum 2 -Maximum 10

            $built.Name | Should -Be 'web', 'api', 'jobs'
            $scaled.Name | Should -Be 'web', 'api', 'jobs'
            $scaled.Created | Select-Object -Unique | Should -Be 5
            (Get-FargateMicroservice @shop).Running | Should -Be 2, 2, 2
        }

        It 'change only by what is said' {
            $null = New-Foundation
            $null = New-FargateMicroservice @shop -Name web -Port 8080 -Path / -Environment @{ MODE = 'live' } -Cpu 512
            $plan = New-FargateMicroservice @shop -Name web -LogRetentionDays 7 -WhatIf

            $plan.Resource | Should -Be 'log-group/web'
            (New-FargateMicroservice @shop -Name web).IsChanged | Should -BeFalse
        }

        It 'go on without the one that is wrong, which is named' {
            $null = New-Foundation
            $built = @{ Name = 'web'; Port = 8080 }, @{ Name = 'odd'; Cpu = 256; Memory = 999 }, @{ Name = 'Bad_Name' }, @{ Name = 'typo'; Prot = 1 }, @{ Port = 1 } |
                New-FargateMicroservice @shop -ErrorVariable failures -ErrorAction SilentlyContinue

            $built.Name | Should -Be 'web'
            $failures.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'MicroserviceInvalid,EcsPlatform.PowerShell.NewFargateMicroserviceCommand'
            $failures.CategoryInfo.Category | Select-Object -Unique | Should -Be 'InvalidData'
            $failures.TargetObject | Should -Contain 'odd.memory'
            "$failures" | Should -Match 'odd: .*999'
            "$failures" | Should -Match 'Bad_Name'
            "$failures" | Should -Match 'typo: no service has the key Prot'
            "$failures" | Should -Match 'A service has no name'
        }

        It 'report the one that fails, while the others run' {
            $null = New-Foundation
            Set-SandboxFault -ContainerCrash broken
            $built = 'web', 'broken', 'api' | ForEach-Object { @{ Name = $_; Port = 8080 } } |
                New-FargateMicroservice @shop -ErrorVariable failures -ErrorAction SilentlyContinue

            $built.Name | Should -Be 'web', 'api'
            $failures[0].FullyQualifiedErrorId | Should -Match '^MicroserviceFailed'
            "$($failures[0])" | Should -Match '^broken: '
        }

        It 'take no more calls and rounds by the hundred than a published definition' {
            $services = 1..100 | ForEach-Object { @{ name = "svc-$_"; cpu = 256; memory = 512; port = 8080 } }
            $null = New-PlatformNetwork @shop -ZoneCount 2 | New-PlatformCluster
            $before = @(Get-SandboxCall).Count
            $built = $services | New-FargateMicroservice @shop
            $lines = Measure-Call $before

            Stop-PlatformSandbox
            $null = Start-PlatformSandbox
            $null = New-PlatformNetwork @shop -ZoneCount 2 | New-PlatformCluster
            $before = @(Get-SandboxCall).Count
            $null = @{ name = 'shop'; network = @{ zones = 2 }; services = $services } | Publish-Platform -EnvironmentSuffix dev
            $whole = Measure-Call $before

            $built | Should -HaveCount 100
            $lines.Calls | Should -BeLessOrEqual $whole.Calls
            $lines.Rounds | Should -BeLessOrEqual $whole.Rounds
        }

        It 'are removed with all that is theirs, after one question, and the rest stays' {
            $null = New-Foundation
            $null = 'web', 'api' | ForEach-Object { @{ Name = $_; Port = 8080; Path = "/$_" } } | New-FargateMicroservice @shop
            $null = New-FargateMicroservice @shop -Name web -Calls api
            $removed = Get-FargateMicroservice @shop -Name api | Remove-FargateMicroservice -Force -PassThru

            $removed.Service | Select-Object -Unique | Should -Be 'api'
            (Get-FargateMicroservice @shop).Name | Should -Be 'web'
            { Remove-FargateMicroservice @shop -Name api -Force -ErrorAction Stop } | Should -Throw -ErrorId 'MicroserviceNotFound*'
            New-FargateMicroservice @shop -Name web | Where-Object IsChanged | Should -BeNullOrEmpty
        }

        It 'are left starting with -NoWait, and say so' {
            $null = New-Foundation
            $hurried = New-FargateMicroservice @shop -Name web -Port 8080 -NoWait

            $hurried.Starting | Should -Be 'service/web'
            $hurried | Out-String -Width 80 | Should -Match '(?m)^web +\d+ +0 +0 +0 +1 +0:\d\d'
            (Get-FargateMicroservice @shop web).Running | Should -Be 0
            (New-FargateMicroservice @shop -Name web).Starting | Should -BeNullOrEmpty
            (Get-FargateMicroservice @shop web).Running | Should -Be 2
        }

        It 'are waited for where -Wait outranks the session''s default' {
            $null = New-Foundation
            $PSDefaultParameterValues = @{ 'New-FargateMicroservice:NoWait' = $true }
            (New-FargateMicroservice @shop -Name web).Starting | Should -Be 'service/web'
            (New-FargateMicroservice @shop -Name api -Wait).Starting | Should -BeNullOrEmpty
        }

        It 'complete the image by the tags that were pushed, newest first' {
            $sandbox = Start-PlatformSandbox -Port 0 -Speed 6000
            $null = New-Foundation
            $null = New-FargateMicroservice @shop -Name web -Port 8080 -NoWait
            foreach ($tag in 'v1', 'v2', 'other') {
                $push = @{ repositoryName = 'repo-web-dev'; imageTag = $tag; imageManifest = "{`"layer`":`"$tag`"}" } | ConvertTo-Json
                $headers = @{ 'X-Amz-Target' = 'AmazonEC2ContainerRegistry_V20150921.PutImage'; Authorization = 'AWS4-HMAC-SHA256 Credential=id/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0' }
                $null = Invoke-RestMethod $sandbox.EndpointUrl -Method Post -Headers $headers -ContentType application/x-amz-json-1.1 -SkipHeaderValidation -Body $push
            }

            $line = 'New-FargateMicroservice shop dev -Name web -Image v'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'v2', 'v1'
            $line = 'New-FargateMicroservice shop dev -Name nobody -Image v'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Not -Contain 'v1'
        }

        It 'are deployed as their columns say' {
            $null = New-Foundation
            $csv = Join-Path $TestDrive services.csv
            @'
Name,Port,Path,DeploymentStrategy,DeploymentController,BakeTimeMinutes,CanaryPercent,CanaryBakeTimeMinutes,StepPercent,StepBakeTimeMinutes,ErrorAlarmCount,Rollback
web,8080,/,BlueGreen,,3,,,,,9,true
api,8081,/api/*,CANARY,ECS,0,2.5,4,,,,
jobs,8082,/jobs/*,linear,CodeDeploy,7,,,10,1,,
log,8083,/log/*,,,,,,,,,
'@ | Set-Content $csv
            $null = Import-Csv $csv | New-FargateMicroservice @shop

            (Import-Csv $csv | New-FargateMicroservice @shop).IsChanged | Should -Not -Contain $true
            $wanted = @{
                name = 'shop'; network = @{ zones = 2 }; loadBalancer = @{}
                services = @(
                    @{ name = 'web'; port = 8080; cpu = 256; memory = 512; route = @{ paths = @('/') }; deployment = @{ strategy = 'BLUE_GREEN'; bakeTimeMinutes = 3; errorAlarm = @{ count = 9 } } }
                    @{ name = 'api'; port = 8081; cpu = 256; memory = 512; route = @{ paths = @('/api/*') }; deployment = @{ strategy = 'CANARY'; bakeTimeMinutes = 0; canary = @{ percent = 2.5; bakeMinutes = 4 } } }
                    @{ name = 'jobs'; port = 8082; cpu = 256; memory = 512; route = @{ paths = @('/jobs/*') }; deployment = @{ strategy = 'LINEAR'; controller = 'CODE_DEPLOY'; bakeTimeMinutes = 7; linear = @{ stepPercent = 10; stepMinutes = 1 } } }
                    @{ name = 'log'; port = 8083; cpu = 256; memory = 512; route = @{ paths = @('/log/*') } }
                )
            }
            $wanted | Compare-Platform -EnvironmentSuffix dev | Should -BeNullOrEmpty
        }

        It 'move from rolling to blue/green to CodeDeploy and back, each a planned update' {
            $null = New-Foundation
            $null = New-FargateMicroservice @shop -Name web -Port 8080 -Path /
            foreach ($line in @(
                    @{ DeploymentStrategy = 'BLUE_GREEN'; BakeTimeMinutes = 2; ErrorAlarmCount = 5 }
                    @{ DeploymentController = 'CODE_DEPLOY'; DeploymentStrategy = 'LINEAR'; StepPercent = 25; StepBakeTimeMinutes = 1 }
                    @{ DeploymentController = 'ECS' }
                    @{ DeploymentStrategy = 'ROLLING' }
                )) {
                $plan = New-FargateMicroservice @shop -Name web @line -WhatIf
                $plan | Where-Object Resource -EQ 'service/web' | ForEach-Object Action | Should -Be 'Update'
                $plan.Action | Should -Not -Contain 'Replace'
                (New-FargateMicroservice @shop -Name web @line).IsChanged | Should -BeTrue
                (New-FargateMicroservice @shop -Name web @line).IsChanged | Should -BeFalse
                (New-FargateMicroservice @shop -Name web).IsChanged | Should -BeFalse
            }

            (New-FargateMicroservice @shop -Name web -BakeTimeMinutes 3 -ErrorVariable failures -ErrorAction SilentlyContinue).IsChanged | Should -BeFalse
            $failures | Should -BeNullOrEmpty
        }

        It 'say which parameter to give where a deployment cannot go as asked' {
            $null = New-Foundation
            $null = New-FargateMicroservice @shop -Name web -Port 8080 -Path / -DeploymentStrategy BLUE_GREEN -DeploymentHook @{ Stages = 'POST_SCALE_UP' }
            $before = @(Get-WriteCall).Count
            $said = {
                param($Line)
                New-FargateMicroservice @shop @Line -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
                $failures[0].FullyQualifiedErrorId | Should -Match '^MicroserviceInvalid'
                "$($failures[0]) $($failures[0].ErrorDetails.RecommendedAction)"
            }

            & $said @{ Name = 'web'; DeploymentController = 'CODE_DEPLOY' } | Should -Match 'no pauses.*-DeploymentHook @\(\)'
            & $said @{ Name = 'inner'; Port = 8081; DeploymentStrategy = 'CANARY' } | Should -Match 'no traffic to move in steps.*-Path'
            & $said @{ Name = 'inner'; Port = 8081; ErrorAlarmCount = 5 } | Should -Match 'has no route.*-DeploymentAlarm'
            & $said @{ Name = 'web'; DeploymentStrategy = 'CANARY'; CanaryPercent = 2.55 } | Should -Match 'tenths of a percent'
            & $said @{ Name = 'new'; DeploymentController = 'CODE_DEPLOY' } | Should -Match 'no rolling deployments.*-DeploymentStrategy'
            & $said @{ Name = 'web'; DeploymentHook = @{ stages = 'NO_SUCH_STAGE' } } | Should -Match 'deployment.hooks\[0\].stages\[0\].*NO_SUCH_STAGE'
            { New-FargateMicroservice @shop -Name web -DeploymentStrategy Sideways } | Should -Throw -ErrorId 'ParameterArgumentValidationError*' -ExpectedMessage '*BLUE_GREEN*'
            { New-FargateMicroservice @shop -Name web -CanaryPercent 0.01 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
            @(Get-WriteCall).Count | Should -Be $before
        }

        It 'complete how they can be deployed' {
            $line = 'New-FargateMicroservice -DeploymentStrategy '
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'BLUE_GREEN', 'CANARY', 'LINEAR', 'ROLLING'
            $line = 'New-FargateMicroservice -DeploymentController C'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'CODE_DEPLOY'
        }

        It 'scale by targets in place of steps' {
            $null = New-Foundation
            $null = New-FargateMicroservice @shop -Name web -Port 8080 | Set-ServiceScaling -ScaleOutCpu 70 -ScaleInCpu 30 -Maximum 4
            $plan = Set-ServiceScaling @shop -Name web -TargetCpu 60 -WhatIf

            $plan | Where-Object Action -EQ Create | ForEach-Object Resource | Should -Be 'scaling-policy/web-cpu-target'
            $plan | Where-Object Action -EQ Delete | Should -HaveCount 4
            { Set-ServiceScaling @shop -Name web -TargetCpu 60 -ScaleOutCpu 70 -ErrorAction Stop } | Should -Throw -ErrorId 'ScalingRefused*'
            { Set-ServiceScaling @shop -Name nobody -Maximum 4 -ErrorAction Stop } | Should -Throw -ErrorId 'MicroserviceNotFound*'
        }
    }
}
