# What every cmdlet owes to whoever types or scripts it.
BeforeAll {
    $module = $env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform')
    Import-Module $module
    $example = Join-Path $module 'Examples/payments-mesh/platform.yaml'
    $small = @{
        name              = 'shop'
        environmentSuffix = 'dev'
        network           = @{ zones = 2; natGateway = 'single' }
        services          = @(@{ name = 'web'; cpu = 256; memory = 512; port = 8080 })
    }

    function Get-Failure([scriptblock] $Script) {
        try { & $Script; throw 'It did not fail.' } catch { $_ }
    }
}

Describe 'EcsPlatform' {
    BeforeEach { $null = Start-PlatformSandbox }
    AfterEach {
        Set-PlatformDefault -Clear
        Stop-PlatformSandbox
    }

    Context '-WhatIf' {
        It 'returns the plan as objects and changes nothing' {
            $plan = Publish-Platform $example -WhatIf

            $plan | Should -HaveCount 129
            $plan.Action | Select-Object -Unique | Should -Be 'Create'
            $plan[0].PSTypeNames | Should -Contain 'EcsPlatform.PlatformPlanStep'
            Get-SandboxCall -Operation Create*, Run* | Should -BeNullOrEmpty
        }

        It 'shows a table that fits 120 columns' {
            $lines = (Publish-Platform $example -WhatIf | Out-String -Width 120) -split '\r?\n'

            $lines | Where-Object { $_ -match '^Action +Resource +Name +Differences' } | Should -HaveCount 1
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        }

        It 'keeps a platform that would be removed' {
            $platform = Publish-Platform -Definition $small
            ($platform | Remove-Platform -WhatIf).Action | Select-Object -Unique | Should -Be 'Delete'
            $platform | Get-Platform | Should -HaveCount 1
        }
    }

    Context 'Definitions' {
        It 'may be hashtables, from the pipeline too' {
            ($small | Publish-Platform).PlatformName | Should -Be 'shop'
            Compare-Platform -Definition $small | Should -BeNullOrEmpty
        }

        It 'may be files from the pipeline' {
            Get-Item $example | Test-PlatformDefinition -Quiet | Should -BeTrue
        }

        It 'have problems with a line in files, and a path in objects' {
            $file = Join-Path $TestDrive 'bad.yaml'
            "name: shop`nenvironmentSuffix: dev`nservices:`n  - name: web`n    cpu: 256`n    memory: 999999`n" | Set-Content $file

            (Test-PlatformDefinition $file)[0].Line | Should -BeGreaterThan 3
            $problem = Test-PlatformDefinition -Definition @{ name = 'shop'; environmentSuffix = 'dev'; services = @(@{ name = 'web'; cpu = 256; memory = 999999 }) }
            $problem[0].Line | Should -Be 0
            $problem[0].Path | Should -BeLike 'services`[0`]*'
        }

        It 'are refused before the first call' {
            $failure = Get-Failure { Publish-Platform -Definition @{ name = 'X' } }

            $failure.FullyQualifiedErrorId | Should -Be 'DefinitionInvalid,EcsPlatform.PowerShell.PublishPlatformCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
            $failure.Exception.Problems.Count | Should -BeGreaterThan 1
            Get-SandboxCall | Should -BeNullOrEmpty
        }

        It 'hold no secret' {
            $secret = ConvertTo-SecureString 'hunter2' -AsPlainText -Force
            $failure = Get-Failure { Publish-Platform -Definition @{ name = 'shop'; secrets = @(@{ name = 'db'; value = $secret }) } }

            "$failure" | Should -Not -Match 'hunter2'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'fromEnvironment'
        }
    }

    Context 'Errors' {
        It 'say what failed, why and what to do' {
            Set-SandboxFault -ContainerCrash '*web*'
            $failure = Get-Failure { Publish-Platform -Definition $small }

            $failure.FullyQualifiedErrorId | Should -Be 'RunFailed,EcsPlatform.PowerShell.PublishPlatformCommand'
            $failure.TargetObject | Should -Be 'service/web'
            $failure.Exception | Should -BeOfType EcsPlatform.PlatformException
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'tell a platform that is not there from one that runs nothing' {
            Get-Platform nobody dev -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

            $failure[0].FullyQualifiedErrorId | Should -Be 'PlatformNotFound,EcsPlatform.PowerShell.GetPlatformCommand'
            $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            Get-Platform no* | Should -BeNullOrEmpty
        }

        It 'name a time that was too short; the next run goes on' {
            (Get-Failure { Publish-Platform -Definition $small -TimeoutSeconds 20 }).FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
            (Publish-Platform -Definition $small).Running | Should -Be 2
        }

        It 'say that there is nothing at an address' {
            (Get-Failure { Get-Platform nobody dev -EndpointUrl http://127.0.0.1:1 -Region us-east-1 -Credential ([pscredential]::new('id', (ConvertTo-SecureString 'x' -AsPlainText -Force))) }).FullyQualifiedErrorId |
                Should -BeLike 'EndpointUnreachable,*'
        }

        It 'say how to sign in through IAM Identity Center, <When>, and open no browser' -ForEach @(
            @{ When = 'before the first time'; Expires = $null }
            @{ When = 'when it has expired'; Expires = '2020-01-01T00:00:00Z' }
        ) {
            $files = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
            $session = "corp-$([guid]::NewGuid())"
            "[profile corp]`nsso_session = $session`nsso_account_id = 123456789012`nsso_role_name = Admin`nregion = eu-west-1`n[sso-session $session]`nsso_region = eu-west-1`nsso_start_url = https://corp.example.com/start`n" |
                Set-Content $files/config
            $cache = New-Item -ItemType Directory -Force (Join-Path $files .aws/sso/cache)
            if ($Expires) {
                $key = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Text.Encoding]::UTF8.GetBytes($session))).ToLower()
                @{ accessToken = 'hunter2'; expiresAt = $Expires; region = 'eu-west-1'; startUrl = 'https://corp.example.com/start' } | ConvertTo-Json | Set-Content $cache/$key.json
            }

            Stop-PlatformSandbox
            # The SDK looks for sign-ins under the home directory, and reads its files once: a process of its own.
            $script = "Import-Module '$module'; try { Get-Platform -ProfileName corp -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId, `$_.CategoryInfo.Category, `$_.ErrorDetails.RecommendedAction, `$_.Exception.InnerException.Message }"
            $before = $env:HOME, $env:USERPROFILE, $env:AWS_CONFIG_FILE, $env:AWS_SHARED_CREDENTIALS_FILE
            try {
                $env:HOME, $env:USERPROFILE, $env:AWS_CONFIG_FILE, $env:AWS_SHARED_CREDENTIALS_FILE = $files, $files, "$files/config", "$files/credentials"
                $seconds = (Measure-Command { $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script }).TotalSeconds
            }
            finally {
                $env:HOME, $env:USERPROFILE, $env:AWS_CONFIG_FILE, $env:AWS_SHARED_CREDENTIALS_FILE = $before
            }

            $said[0] | Should -Be 'SignInRequired,EcsPlatform.PowerShell.GetPlatformCommand' -Because "$said"
            $said[1] | Should -Be 'AuthenticationError'
            $said[2] | Should -Match '^Run aws sso login'
            $seconds | Should -BeLessThan 30
        }

        It 'say that no sandbox is in use' {
            Stop-PlatformSandbox
            (Get-Failure { Get-SandboxCall }).FullyQualifiedErrorId | Should -BeLike 'SandboxNotRunning,*'
            Stop-PlatformSandbox   # twice does no harm
        }
    }

    Context 'Remove-Platform' {
        BeforeEach { $platform = Publish-Platform -Definition $small }

        It 'asks for the name, and is an error where there is nobody to ask' {
            (Get-Failure { $platform | Remove-Platform }).FullyQualifiedErrorId | Should -BeLike 'CannotAsk,*'
            $platform | Get-Platform | Should -HaveCount 1
        }

        It 'asks nothing under <_>' -ForEach @('-Force', '-Confirm:$false') {
            Invoke-Expression "`$platform | Remove-Platform $_" | Should -BeNullOrEmpty
            Get-Platform | Should -BeNullOrEmpty
        }

        It 'takes what an unfinished removal left from Get-PlatformOrphan' {
            Set-SandboxFault InternalError -Service ec2 -Operation DeleteVpc
            $null = Get-Failure { $platform | Remove-Platform -Force }
            Set-SandboxFault -Clear

            $orphans = Get-PlatformOrphan
            $orphans.Resource | Should -Contain 'vpc/main'
            $orphans | Remove-Platform -Force
            Get-PlatformOrphan | Should -BeNullOrEmpty
        }
    }

    Context 'The session' {
        It 'remembers defaults until they are cleared' {
            Set-PlatformDefault shop dev -Region us-east-1
            $null = Publish-Platform -Definition $small

            (Get-Platform).PlatformName | Should -Be 'shop'
            (Get-FargateMicroservice).Name | Should -Be 'web'
            (Set-PlatformDefault -Clear -PassThru).PlatformName | Should -BeNullOrEmpty
        }

        It 'does not show credentials' {
            $key = [pscredential]::new('AKIAEXAMPLE', (ConvertTo-SecureString 'hunter2' -AsPlainText -Force))
            $shown = Set-PlatformDefault -Credential $key -PassThru

            $shown.HasCredential | Should -BeTrue
            $shown | ConvertTo-Json | Should -Not -Match 'hunter2'
        }

        It 'uses the sandbox in every runspace' {
            $null = Publish-Platform -Definition $small
            1..2 | ForEach-Object -Parallel { Import-Module $using:module; (Get-Platform).PlatformName } | Should -Be 'shop', 'shop'
        }

        It 'serves the sandbox over HTTP, at a speed' {
            $sandbox = Start-PlatformSandbox -Port 0 -Speed 6000
            $sandbox.EndpointUrl | Should -Match '^http://127.0.0.1:\d+$'

            $key = [pscredential]::new('id', (ConvertTo-SecureString 'secret' -AsPlainText -Force))
            (Publish-Platform -Definition $small -EndpointUrl $sandbox.EndpointUrl -Credential $key).Running | Should -Be 2
            (Get-Platform).PlatformName | Should -Be 'shop'
        }
    }

    Context 'Streams' {
        It 'have results alone on the success stream, and steps on the verbose stream' {
            $all = Publish-Platform -Definition $small -Verbose 4>&1
            $all.Where{ $_ -isnot [System.Management.Automation.VerboseRecord] } | Should -HaveCount 1
            "$all" | Should -Match 'created service/web'
        }

        It 'stop within a second' {
            $null = Publish-Platform -Definition $small -WhatIf   # what is compiled for the first time is no part of a stop
            $null = Start-PlatformSandbox -Speed 1
            $shell = [powershell]::Create().AddScript("Import-Module '$module'; `$input | Publish-Platform")
            $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[object]] @($small))
            Start-Sleep -Seconds 3
            $run.IsCompleted | Should -BeFalse
            (Measure-Command { $shell.Stop() }).TotalSeconds | Should -BeLessOrEqual 1
        }
    }

    Context 'Completion' {
        BeforeEach { $null = Publish-Platform -Definition $small }

        It '<Line> offers <Word>' -ForEach @(
            @{ Line = 'Get-Platform -PlatformName '; Word = 'shop' }
            @{ Line = 'Get-Platform shop -EnvironmentSuffix '; Word = 'dev' }
            @{ Line = 'Get-FargateMicroservice shop dev -Name '; Word = 'web' }
            @{ Line = 'Get-Platform -Region eu-w'; Word = 'eu-west-1' }
            @{ Line = 'Set-SandboxFault -Kind Thr'; Word = 'Throttle' }
        ) {
            (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Contain $Word
        }

        It 'offers nothing, soon, where nothing answers' {
            $line = 'Get-Platform -Region us-east-1 -EndpointUrl http://127.0.0.1:1 -PlatformName '
            (Measure-Command { $null = TabExpansion2 $line $line.Length }).TotalMilliseconds | Should -BeLessThan 1000
        }
    }
}
