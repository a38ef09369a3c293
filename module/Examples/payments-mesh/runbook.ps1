<#
.SYNOPSIS
The payments platform of platform.yaml (or of service-connect.yaml), built line by line with cmdlets and pipelines.
.DESCRIPTION
Every line can be run again, alone, from another machine: it reads what is there and changes what is missing.
Rehearse it without an account: Start-PlatformSandbox; ./runbook.ps1
.PARAMETER EnvironmentSuffix
Keeps copies of the platform apart: dev, staging, prod.
.PARAMETER Region
The AWS region.
.PARAMETER Mesh
AppMesh, as in platform.yaml, or ServiceConnect, as in service-connect.yaml. AWS ended App Mesh on 2026-09-30.
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
$platform = @{ PlatformName = 'payments'; EnvironmentSuffix = $EnvironmentSuffix; Region = $Region }

# Three zones with a NAT gateway each, names for the services, a cluster on demand only, one door from the internet.
New-PlatformNetwork @platform -Cidr 10.0.0.0/16 -ZoneCount 3 -NatGateway PerZone -Tag @{
    Application = 'payments'
    CostCenter  = 'payments-platform'
    Owner       = 'payments-team'
} |
    New-PlatformMesh -Type $Mesh -AccessLog |
    New-PlatformCluster -CapacityProvider FARGATE -ContainerInsights enabled |
    New-PlatformLoadBalancer -Scheme internet-facing

# Values come from the environment of whoever builds the platform, or are made here and never seen.
New-PlatformSecret @platform -Name database -FromEnvironment PAYMENTS_DATABASE_URL -Description 'Connection string of the payments database'
New-PlatformSecret @platform -Name card-network -FromEnvironment CARD_NETWORK_CREDENTIALS -Description 'Credentials of the card network, JSON with clientId and clientSecret'
New-PlatformSecret @platform -Name fraud-scoring -FromEnvironment FRAUD_SCORING_API_KEY -Description 'API key of the fraud scoring provider'
New-PlatformSecret @platform -Name webhook-signing -Length 64 -ExcludePunctuation -Description 'Key that proves that a webhook is from us'

# What the services' code may do in AWS; each gets only what it names.
$account = 'us-east-1:123456789012'
$sendNotifications = @(
    @{ actions = 'ses:SendEmail', 'ses:SendTemplatedEmail'; resources = "arn:aws:ses:${account}:identity/payments.example.com" }
    @{ actions = 'sns:Publish'; resources = "arn:aws:sns:${account}:customer-notifications" }
)
$writeAuditArchive = @{ actions = 's3:PutObject'; resources = 'arn:aws:s3:::payments-audit-archive/records/*' }
$readFraudProfiles = @{ actions = 'dynamodb:GetItem', 'dynamodb:Query'; resources = "arn:aws:dynamodb:${account}:table/fraud-profiles" }
$queueWebhookEvents = @{ actions = 'sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'; resources = "arn:aws:sqs:${account}:webhook-events" }
$paymentsDatabase = @{ cidr = '10.20.0.0/16'; port = 5432; description = 'Payments database' }

# A payment is never repeated by the mesh: it would be made twice. Scores may be asked for again.
$scoring = @{ requestTimeoutSeconds = 5 }
if ($Mesh -eq 'AppMesh') {
    $scoring.retry = @{ maxRetries = 2; perTryTimeoutSeconds = 2 }
    $scoring.outlierDetection = @{ maxServerErrors = 5; baseEjectionSeconds = 30 }
}

# What differs between the services; the pipeline adds what they share. The hard limits leave memory to the proxies. All five are built side by side.
$services = @(
    @{
        Name = 'payment-api'; Port = 8080; Cpu = 1024; Memory = 2048; MemoryReservation = 1536; MemoryLimit = 1792
        Path = '/payments', '/payments/*'
        Environment = @{ LOG_FORMAT = 'json' }
        Secret = @{ DATABASE_URL = 'database'; CARD_NETWORK_CLIENT_ID = 'card-network:clientId'; CARD_NETWORK_CLIENT_SECRET = 'card-network:clientSecret' }
        HealthCheck = @{ command = 'CMD-SHELL', 'wget -q -O /dev/null http://localhost:8080/health || exit 1'; intervalSeconds = 15; startPeriodSeconds = 30 }
        MeshTimeoutSeconds = 30
        Calls = 'fraud-detection', 'notification-service', 'audit-logger'
        Egress = $paymentsDatabase
    }
    @{
        Name = 'fraud-detection'; Port = 8081; Cpu = 1024; Memory = 2048; MemoryReservation = 1536; MemoryLimit = 1792
        Path = '/fraud/*'
        Environment = @{ LOG_FORMAT = 'json' }
        Secret = @{ FRAUD_SCORING_API_KEY = 'fraud-scoring' }
        Mesh = $scoring
        Calls = 'audit-logger'
        Policy = $readFraudProfiles
    }
    @{
        Name = 'notification-service'; Port = 8082; Cpu = 256; Memory = 512; MemoryReservation = 256; MemoryLimit = 384
        Path = '/notifications/*'
        Environment = @{ LOG_FORMAT = 'json'; SENDER = 'no-reply@payments.example.com' }
        Calls = 'audit-logger'
        Policy = $sendNotifications
    }
    @{
        Name = 'audit-logger'; Port = 8083; Cpu = 256; Memory = 512; MemoryReservation = 256; MemoryLimit = 384
        Path = '/audit/*'
        Environment = @{ LOG_FORMAT = 'json'; ARCHIVE_BUCKET = 'payments-audit-archive' }
        Secret = @{ DATABASE_URL = 'database' }
        Egress = $paymentsDatabase
        Policy = $writeAuditArchive
    }
    @{
        Name = 'webhook-processor'; Port = 8084; Cpu = 512; Memory = 1024; MemoryReservation = 640; MemoryLimit = 832
        Path = '/webhooks/*'
        Environment = @{ LOG_FORMAT = 'json' }
        Secret = @{ WEBHOOK_SIGNING_KEY = 'webhook-signing' }
        Calls = 'payment-api', 'audit-logger'
        Policy = $queueWebhookEvents
    }
)
$services |
    New-FargateMicroservice @platform -HealthCheckPath /health -HealthCheckIntervalSeconds 15 -HealthCheckGracePeriodSeconds 60 -LogRetentionDays 7

# One alarm at 70 % CPU adds tasks, one below 30 % takes them away.
@'
Name,Maximum
payment-api,10
fraud-detection,8
notification-service,6
audit-logger,4
webhook-processor,6
'@ | ConvertFrom-Csv |
    Set-ServiceScaling @platform -Minimum 2 -ScaleOutCpu 70 -ScaleInCpu 30 -ScaleOutCooldownSeconds 60 -ScaleInCooldownSeconds 300
