@{
    RootModule           = 'bin/EcsPlatform.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b6e0a4f4-1f0e-4c7e-9c35-6a2d1c8f7e53'
    Author               = 'EcsPlatform contributors'
    Copyright            = '(c) EcsPlatform contributors. Apache License 2.0.'
    Description          = 'Builds, operates and removes microservice platforms on Amazon ECS Fargate: network, load balancer, cluster, roles, secrets, services, scaling. No state file. Everything can be rehearsed in a sandbox in this process, without an account.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FormatsToProcess     = @('EcsPlatform.format.ps1xml')

    CmdletsToExport      = @(
        'Compare-Platform'
        'Get-BlueGreenDeployment'
        'Get-FargateMicroservice'
        'Get-Platform'
        'Get-PlatformOrphan'
        'Get-SandboxCall'
        'New-FargateMicroservice'
        'New-PlatformCluster'
        'New-PlatformLoadBalancer'
        'New-PlatformMesh'
        'New-PlatformNetwork'
        'New-PlatformSecret'
        'Publish-Platform'
        'Publish-SandboxImage'
        'Remove-FargateMicroservice'
        'Remove-Platform'
        'Restart-FargateMicroservice'
        'Resume-BlueGreenDeployment'
        'Set-PlatformDefault'
        'Set-SandboxFault'
        'Set-ServiceScaling'
        'Start-BlueGreenDeployment'
        'Start-PlatformSandbox'
        'Stop-BlueGreenDeployment'
        'Stop-PlatformSandbox'
        'Test-PlatformDefinition'
        'Update-FargateMicroservice'
        'Wait-BlueGreenDeployment'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @('AWS', 'ECS', 'Fargate', 'microservices', 'blue-green', 'infrastructure', 'sandbox', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ReleaseNotes = 'First cmdlets: publish, look at, compare and remove platforms; deployments that nobody notices; the sandbox.'
        }
    }
}
