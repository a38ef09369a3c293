<#
.SYNOPSIS
The shop of platform.yaml, whose services are deployed in every way that ECS knows, built line by line with cmdlets and pipelines.
.DESCRIPTION
Every line can be run again, alone, from another machine: it reads what is there and changes what is missing.
Rehearse it without an account: Start-PlatformSandbox; ./runbook.ps1
.PARAMETER EnvironmentSuffix
Keeps copies of the platform apart: dev, staging, prod.
.PARAMETER Region
The AWS region.
.EXAMPLE
./runbook.ps1 -EnvironmentSuffix dev
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $EnvironmentSuffix = 'dev',
    [string] $Region = 'us-east-1'
)

$ErrorActionPreference = 'Stop'
$platform = @{ PlatformName = 'shop'; EnvironmentSuffix = $EnvironmentSuffix; Region = $Region }

# Who deploys sees the new version on port 9000 before anybody else does.
New-PlatformNetwork @platform -Cidr 10.0.0.0/16 -ZoneCount 2 -NatGateway Single |
    New-PlatformCluster |
    New-PlatformLoadBalancer -TestPort 9000

# When the test port shows the new version, somebody has an hour to say yes.
$approval = @{ stages = 'POST_TEST_TRAFFIC_SHIFT'; timeoutMinutes = 60; onTimeout = 'ROLLBACK' }
$health = @{ path = '/health'; intervalSeconds = 5; timeoutSeconds = 2; healthyThreshold = 2; unhealthyThreshold = 2 }

# What differs between the services is how they are deployed; the pipeline adds what they share. All five are built side by side.
@(
    @{ Name = 'catalog'; Path = '/catalog', '/catalog/*'; DeploymentStrategy = 'ROLLING' }
    @{ Name = 'cart'; Path = '/cart', '/cart/*'; DeploymentStrategy = 'BLUE_GREEN'; BakeTimeMinutes = 5 }
    @{ Name = 'search'; Path = '/search', '/search/*'; DeploymentStrategy = 'CANARY'; CanaryPercent = 10; CanaryBakeTimeMinutes = 5; BakeTimeMinutes = 2 }
    @{ Name = 'checkout'; Path = '/checkout', '/checkout/*'; Calls = 'cart', 'orders'; DeploymentStrategy = 'LINEAR'; StepPercent = 20; StepBakeTimeMinutes = 3; BakeTimeMinutes = 2; ErrorAlarmCount = 5 }
    @{ Name = 'orders'; Path = '/orders', '/orders/*'; DeploymentStrategy = 'BLUE_GREEN'; BakeTimeMinutes = 2; DeploymentHook = $approval }
) | ForEach-Object { $_ + @{ TargetHealth = $health; DeregistrationDelaySeconds = 10 } } |
    New-FargateMicroservice @platform -Port 8080 -Cpu 256 -Memory 512
