<#
.SYNOPSIS
The card payments platform of platform.yaml, built line by line with cmdlets and pipelines.
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
$platform = @{ PlatformName = 'cards'; EnvironmentSuffix = $EnvironmentSuffix; Region = $Region }

# Three zones with a NAT gateway each; services find each other by name; on demand, or on spot capacity where a service says so; keys of
# the platform's own for logs, secrets and images; one door from the internet.
New-PlatformNetwork @platform -Cidr 10.2.0.0/16 -ZoneCount 3 -NatGateway PerZone |
    New-PlatformMesh -Type CloudMap |
    New-PlatformCluster -CapacityProvider FARGATE, FARGATE_SPOT -ContainerInsights enabled -CustomerManagedKey Logs, Secrets, Repositories |
    New-PlatformLoadBalancer -Scheme internet-facing

New-PlatformSecret @platform -Name card-network -FromEnvironment CARD_NETWORK_CREDENTIALS -Description 'Credentials of the card network, JSON with clientId and clientSecret'

# By CodeDeploy: a sixth of the traffic every two minutes, all of it within exactly ten, and the old tasks for five minutes more; ten server
# errors in a minute bring it all back.
$deployment = @{
    DeploymentController = 'CODE_DEPLOY'
    DeploymentStrategy   = 'LINEAR'
    StepPercent          = 17
    StepBakeTimeMinutes  = 2
    BakeTimeMinutes      = 5
    Rollback             = $true
    ErrorAlarmCount      = 10
}
$credentials = @{ CARD_NETWORK_CLIENT_ID = 'card-network:clientId'; CARD_NETWORK_CLIENT_SECRET = 'card-network:clientSecret' }

# What differs between the services; the pipeline adds what they share. All three are built side by side.
@(
    @{ Name = 'payment-api'; Port = 8080; Cpu = 2048; Memory = 4096; Path = '/payments', '/payments/*'; Secret = $credentials; Calls = 'transaction-processor', 'notification-service' }
    @{ Name = 'transaction-processor'; Port = 8081; Cpu = 1024; Memory = 2048; Path = '/transactions/*'; Calls = 'notification-service' }
    @{ Name = 'notification-service'; Port = 8082; Cpu = 1024; Memory = 2048; Path = '/notifications/*'; CapacityProvider = 'FARGATE_SPOT' }
) |
    New-FargateMicroservice @platform @deployment -HealthCheckPath /health -HealthCheckIntervalSeconds 30 -LogRetentionDays 30 |
    Set-ServiceScaling -Minimum 2 -Maximum 10 -TargetCpu 70
