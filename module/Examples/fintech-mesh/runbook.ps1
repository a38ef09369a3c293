<#
.SYNOPSIS
The transactions platform of platform.yaml (or of service-connect.yaml), built line by line with cmdlets and pipelines.
.DESCRIPTION
Every line can be run again, alone, from another machine: it reads what is there and changes what is missing.
Rehearse it without an account: Start-PlatformSandbox; ./runbook.ps1
.PARAMETER EnvironmentSuffix
Keeps copies of the platform apart: dev, staging, prod.
.PARAMETER Region
The AWS region.
.PARAMETER Mesh
AppMesh with mutual TLS, as in platform.yaml, or ServiceConnect with server certificates, as in service-connect.yaml. AWS ended App
Mesh on 2026-09-30.
.EXAMPLE
./runbook.ps1 -EnvironmentSuffix dev
.EXAMPLE
./runbook.ps1 -EnvironmentSuffix prod -Mesh ServiceConnect
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $EnvironmentSuffix = 'dev',
    [string] $Region = 'us-east-1',
    [ValidateSet('AppMesh', 'ServiceConnect')]
    [string] $Mesh = 'AppMesh'
)

$ErrorActionPreference = 'Stop'
$platform = @{ PlatformName = 'fintech'; EnvironmentSuffix = $EnvironmentSuffix; Region = $Region }
$isAppMesh = $Mesh -eq 'AppMesh'

# Three zones with a NAT gateway each; calls between services encrypted, and with App Mesh both sides show certificates; everything
# on spot capacity; keys of the platform's own for logs, secrets and images; one door from the internet.
New-PlatformNetwork @platform -Cidr 10.1.0.0/16 -ZoneCount 3 -NatGateway PerZone -Tag @{
    Environment = 'dev'
    Team        = 'transactions'
    CostCenter  = 'fintech-platform'
} |
    New-PlatformMesh -Type $Mesh -AccessLog -Tls -Mutual:$isAppMesh |
    New-PlatformCluster -CapacityProvider FARGATE, FARGATE_SPOT -DefaultCapacityProvider FARGATE_SPOT -ContainerInsights enhanced -CustomerManagedKey Logs, Secrets, Repositories |
    New-PlatformLoadBalancer -Scheme internet-facing

# JSON with host, port, dbname, username and password. The rotation function runs inside the VPC, because the database does.
New-PlatformSecret @platform -Name database -FromEnvironment TRANSACTIONS_DATABASE -Description 'Credentials of the transactions database' -RotationDays 30 -RotationMethod postgresql -InVpc
# Signs the tokens that the gateway hands out; the services check them with the public half.
New-PlatformSecret @platform -Name token-signing -SigningKeyAlgorithm ES256 -Description 'Key that signs access tokens' -RotationDays 90

# What the services' code may do in AWS, and the database that two of them share.
$writeStatements = @{ actions = 's3:PutObject', 's3:GetObject'; resources = 'arn:aws:s3:::fintech-statements/accounts/*' }
$recordTransactions = @{
    actions   = 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'
    resources = 'arn:aws:dynamodb:us-east-1:123456789012:table/transactions'
}
$login = @{ DATABASE_HOST = 'database:host'; DATABASE_USER = 'database:username'; DATABASE_PASSWORD = 'database:password' }
$database = @{ cidr = '10.1.0.0/16'; port = 5432; description = 'Transactions database' }

# Only App Mesh lets repetitions and circuit breaking be set.
$asking = @{ requestTimeoutSeconds = 10 }
$booking = @{ requestTimeoutSeconds = 10 }
if ($isAppMesh) {
    $asking.retry = @{ maxRetries = 2; perTryTimeoutSeconds = 3 }
    $asking.outlierDetection = $booking.outlierDetection = @{ maxServerErrors = 5; baseEjectionSeconds = 30 }
    $booking.connectionPool = @{ maxConnections = 200; maxPendingRequests = 100 }
}

# What differs between the services; the pipeline adds what they share. All three are built side by side, and each scales and is deployed
# by itself: all new tasks first, then all traffic at once; ten server errors in a minute bring it back.
$services = @(
    @{
        Name = 'gateway-service'; Port = 8080; Path = '/api/*'; Mesh = $asking
        Secret = @{ TOKEN_SIGNING_KEY = 'token-signing:privateKey' }
        Calls = 'account-service', 'transaction-service'
    }
    @{
        Name = 'account-service'; Port = 8081; Path = '/accounts/*'; Mesh = $asking
        Secret = $login; Egress = $database; Policy = $writeStatements
    }
    @{
        Name = 'transaction-service'; Port = 8082; Path = '/transactions/*'; Mesh = $booking
        Secret = $login; Egress = $database; Policy = $recordTransactions
        Calls = 'account-service'
    }
)
$services |
    New-FargateMicroservice @platform -Cpu 1024 -Memory 2048 -HealthCheckPath /health -HealthCheckIntervalSeconds 10 -LogRetentionDays 30 -DeploymentStrategy BLUE_GREEN -BakeTimeMinutes 5 -ErrorAlarmCount 10 |
    Set-ServiceScaling -Minimum 2 -Maximum 10 -TargetCpu 70
