# Services that talk to each other, and secrets that stay secret: meshes, keys, rotations, line by line and as definitions.
BeforeAll {
    $module = $env:ECSPLATFORM_MODULE ?? (Join-Path $PSScriptRoot '../../artifacts/module/EcsPlatform')
    Import-Module $module
    $shop = @{ PlatformName = 'shop'; EnvironmentSuffix = 'dev' }

    function New-Foundation([hashtable] $Mesh = @{}) {
        New-PlatformNetwork @shop -ZoneCount 2 | New-PlatformMesh @Mesh | New-PlatformCluster
    }

    function New-Service {
        @{ Name = 'front'; Port = 8080; Calls = 'stock' }, @{ Name = 'stock'; Port = 8081 } | New-FargateMicroservice @shop
    }

    function Get-WriteCall {
        Get-SandboxCall | Where-Object Operation -NotMatch '^(Describe|List|Get)'
    }
}

Describe 'Meshes' {
    BeforeEach { $null = Start-PlatformSandbox }
    AfterEach { Stop-PlatformSandbox }

    Context 'New-PlatformMesh' {
        It 'makes Service Connect unless asked otherwise, and changes nothing the second time' {
            $mesh = New-PlatformNetwork @shop -ZoneCount 2 | New-PlatformMesh

            $mesh.MeshType, $mesh.Domain, $mesh.IsEncrypted | Should -Be 'ServiceConnect', 'shop-dev.local', $false
            $before = @(Get-WriteCall).Count
            (New-PlatformMesh @shop).IsChanged | Should -BeFalse
            @(Get-WriteCall).Count | Should -Be $before
        }

        It 'remembers <Type> and what was said of it until services come' -ForEach @(
            @{ Type = 'ServiceConnect'; Mesh = @{ Type = 'ServiceConnect'; AccessLog = $true; Domain = 'shop.internal'; Tls = $true } }
            @{ Type = 'AppMesh'; Mesh = @{ Type = 'AppMesh'; AccessLog = $true; Egress = 'DROP_ALL'; Mutual = $true; CertificateDays = 5 } }
            @{ Type = 'CloudMap'; Mesh = @{ Type = 'CloudMap'; Domain = 'shop.internal' } }
        ) {
            $null = New-Foundation $Mesh
            (New-PlatformMesh @shop @Mesh).IsChanged | Should -BeFalse

            (New-Service).Name | Should -Be 'front', 'stock'
            (New-PlatformMesh @shop @Mesh).IsChanged | Should -BeFalse
            New-Service | Where-Object IsChanged | Should -BeNullOrEmpty
            (Get-FargateMicroservice @shop).Running | Should -Be 2, 2
        }

        It 'moves services to another mesh in place, and leaves nothing of the former one' {
            $null = New-Foundation @{ Type = 'AppMesh'; Mutual = $true }
            $null = New-Service
            $plan = New-PlatformMesh @shop -Type ServiceConnect -WhatIf
            $plan | Where-Object { $_.Type -eq 'service' -and $_.Action -ne 'Update' } | Should -BeNullOrEmpty
            $plan | Where-Object Type -EQ 'virtual-node' | ForEach-Object Action | Should -Be 'Delete', 'Delete'

            $moved = New-PlatformMesh @shop -Type ServiceConnect
            $moved.MeshType, $moved.IsEncrypted, $moved.IsMutual | Should -Be 'ServiceConnect', $true, $false
            (New-PlatformMesh @shop).IsChanged | Should -BeFalse
            (Get-FargateMicroservice @shop).Running | Should -Be 2, 2

            Remove-Platform @shop -Force
            Get-PlatformOrphan | Should -BeNullOrEmpty
        }

        It 'refuses what its type lacks, before the first change' {
            $null = New-PlatformNetwork @shop -ZoneCount 2
            $before = @(Get-WriteCall).Count
            { New-PlatformMesh @shop -Mutual } | Should -Throw -ErrorId 'DefinitionInvalid*'
            { New-PlatformMesh @shop -Type CloudMap -AccessLog } | Should -Throw -ErrorId 'DefinitionInvalid*'
            @(Get-WriteCall).Count | Should -Be $before
        }

        It 'says what is missing when it comes before the network' {
            { New-PlatformMesh @shop } | Should -Throw -ErrorId 'PartMissing*'
        }
    }

    Context 'App Mesh where it is gone' {
        BeforeEach {
            $null = New-PlatformNetwork @shop -ZoneCount 2
            Set-SandboxFault -Discontinue appmesh
            $before = @(Get-WriteCall).Count
        }

        It 'stops <Line> before anything is made, and says the way on' -ForEach @(
            @{ Line = 'New-PlatformMesh'; Run = { New-PlatformMesh shop dev -Type AppMesh } }
            @{ Line = 'Publish-Platform'; Run = { @{ name = 'shop'; environmentSuffix = 'dev'; network = @{ zones = 2 }; mesh = 'appMesh' } | Publish-Platform } }
        ) {
            try { $null = & $Run; throw 'It did not fail.' } catch { $failure = $_ }

            $failure.FullyQualifiedErrorId | Should -Match '^AppMeshGone,'
            $failure.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'ServiceConnect'
            @(Get-WriteCall).Count | Should -Be $before
        }

        It 'is no matter to other meshes' {
            (New-PlatformMesh @shop).MeshType | Should -Be 'ServiceConnect'
            Set-SandboxFault -Discontinue appmesh -Off
            (New-PlatformMesh @shop -Type AppMesh).MeshType | Should -Be 'AppMesh'
        }
    }

    Context 'Compare-Platform -TargetMesh' {
        It 'says what is lost, gained and done, as objects and as a table, and changes nothing' {
            $example = Join-Path $module 'Examples/payments-mesh'
            $null = Publish-Platform "$example/platform.yaml" -EnvironmentSuffix dev
            $before = @(Get-WriteCall).Count
            $move = Compare-Platform "$example/platform.yaml" -EnvironmentSuffix dev -TargetMesh ServiceConnect

            @(Get-WriteCall).Count | Should -Be $before
            $move[0].PSTypeNames | Should -Contain 'EcsPlatform.PlatformMeshChange'
            $move | Where-Object Effect -EQ Lost | ForEach-Object { "$($_.Service) $($_.Subject)" } | Should -Be 'fraud-detection retry', 'fraud-detection outlierDetection'
            $move | Where-Object Effect -EQ Gained | Should -Not -BeNullOrEmpty
            $move | Where-Object Effect -EQ Replaced | Should -BeNullOrEmpty
            $move | Where-Object { $_.Effect -eq 'Updated' -and $_.Subject -like 'service/*' } | Should -HaveCount 5
            $move | Where-Object { $_.Effect -eq 'Removed' -and $_.Subject -like 'virtual-node/*' } | Should -HaveCount 5
            ($move | Out-String -Width 120) -split "`n" | Where-Object { $_.TrimEnd().Length -gt 120 } | Should -BeNullOrEmpty
            $move | Out-String -Width 120 | Should -Match 'AppMesh -> ServiceConnect'
        }

        It 'announces what running the other definition then does' {
            $example = Join-Path $module 'Examples/payments-mesh'
            $null = Publish-Platform "$example/platform.yaml" -EnvironmentSuffix dev
            $move = Compare-Platform "$example/platform.yaml" -EnvironmentSuffix dev -TargetMesh ServiceConnect
            $plan = Publish-Platform "$example/service-connect.yaml" -EnvironmentSuffix dev -WhatIf

            ($move | Where-Object Effect -NotIn Lost, Gained).Subject | Sort-Object | Should -Be ($plan.Resource | Sort-Object)
        }
    }

    Context 'services in a mesh' {
        It 'take time-outs, repetitions and circuit breaking, and keep them' {
            $null = New-Foundation @{ Type = 'AppMesh' }
            $line = @{
                Name = 'stock'; Port = 8081; MeshTimeout = 20; MeshIdleTimeoutSeconds = 60; MeshRetry = @{ maxRetries = 3 }
                ConnectionPool = @{ maxConnections = 50 }; OutlierDetection = @{ maxServerErrors = 3 }
            }
            $null = New-FargateMicroservice @shop @line
            (New-FargateMicroservice @shop @line).IsChanged | Should -BeFalse

            $plan = New-FargateMicroservice @shop -Name stock -MeshTimeoutSeconds 25 -WhatIf
            $plan.Resource | Should -Be 'virtual-node/stock', 'route/stock'
        }

        It 'are refused what their mesh lacks, one by one' {
            $null = New-Foundation
            $built = @{ Name = 'stock'; Port = 8081; MeshTimeoutSeconds = 5 }, @{ Name = 'odd'; Port = 8082; MeshRetry = @{ maxRetries = 3 } } |
                New-FargateMicroservice @shop -ErrorVariable failures -ErrorAction SilentlyContinue

            $built.Name | Should -Be 'stock'
            $failures | Should -HaveCount 1
            "$failures" | Should -Match '^odd: .*retry'
        }
    }
}

Describe 'Keys and rotations' {
    BeforeEach { $null = Start-PlatformSandbox }
    AfterEach { Stop-PlatformSandbox }

    It 'keys come with the cluster, are remembered, and go' {
        $null = New-PlatformNetwork @shop -ZoneCount 2
        $made = New-PlatformCluster @shop -CustomerManagedKey Logs, Secrets, Data -KeyRotationDays 120 -KeyDeletionWindowDays 9
        $made.Created | Should -Be 4
        (New-PlatformCluster @shop).IsChanged | Should -BeFalse
        (New-PlatformCluster @shop -KeyRotationDays 180).Updated | Should -Be 3

        $null = New-FargateMicroservice @shop -Name vault -DataKey
        (New-FargateMicroservice @shop -Name vault).IsChanged | Should -BeFalse
        $null = New-FargateMicroservice @shop -Name vault -DataKey:$false
        (New-PlatformCluster @shop -CustomerManagedKey None).Removed | Should -Be 3
    }

    It 'a rotation is made, remembered, changed and ended' {
        $null = New-PlatformNetwork @shop -ZoneCount 2
        $secret = New-PlatformSecret @shop -Name session -Length 48 -RotationDays 30 -NoRestart
        $secret.RotationDays | Should -Be 30
        (New-PlatformSecret @shop -Name session).IsChanged | Should -BeFalse
        (New-PlatformSecret @shop -Name session).RotationDays | Should -Be 30
        (New-PlatformSecret @shop -Name session -RotationDays 60).Updated | Should -Be 1
        (New-PlatformSecret @shop -Name session -RotationDays 0 -WhatIf | Where-Object Action -EQ Delete).Type | Should -Contain 'function'
        $null = New-PlatformSecret @shop -Name session -RotationDays 0
        (New-PlatformSecret @shop -Name session).RotationDays | Should -BeNullOrEmpty
    }

    It 'a database password from a credential rotates inside the VPC' {
        $login = [pscredential]::new('app', (ConvertTo-SecureString 'first-one' -AsPlainText -Force))
        { New-PlatformSecret @shop -Name database -SecretCredential $login -RotationDays 30 -RotationMethod postgresql -InVpc } | Should -Throw -ErrorId 'PartMissing*'
        $null = New-PlatformNetwork @shop -ZoneCount 2
        $line = @{ Name = 'database'; SecretCredential = $login; RotationDays = 30; RotationMethod = 'postgresql'; InVpc = $true }
        (New-PlatformSecret @shop @line).Created | Should -Be 2
        (New-PlatformSecret @shop @line).IsChanged | Should -BeFalse
    }

    It 'a signing key is made with its algorithm and size, and a wrong size is refused' {
        $null = New-PlatformNetwork @shop -ZoneCount 2
        { New-PlatformSecret @shop -Name token -SigningKeyAlgorithm ES256 -SigningKeyBits 384 } | Should -Throw -ErrorId 'DefinitionInvalid*'
        (New-PlatformSecret @shop -Name token -SigningKeyAlgorithm RS256 -SigningKeyBits 2048 -RotationDays 90).Created | Should -Be 2
    }

    It 'says that -RotationDays is missing' {
        $null = New-PlatformNetwork @shop -ZoneCount 2
        { New-PlatformSecret @shop -Name token -RotationMethod random } | Should -Throw -ErrorId 'RotationRefused*'
    }
}
