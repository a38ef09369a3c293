using System.Collections;
using System.Management.Automation;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <content>What can be said of a service; each parameter that is given counts for every service in the pipeline.</content>
public sealed partial class NewFargateMicroserviceCommand
{
    /// <summary>The service's name: 2 to 40 lower-case letters, digits and hyphens, a letter first.</summary>
    [Parameter(Position = 2)]
    [Alias("ServiceName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string? Name { get; set; }

    /// <summary>A tag or sha256 digest in the service's own repository, or the whole URI of an image in a private ECR repository; latest for a new service.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    public string? Image { get; set; }

    /// <summary>The port that the container listens on, 1 to 65535; none for a service that nobody calls.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The task's CPU in units (1024 are one vCPU): 256, 512, 1024, 2048, 4096, 8192 or 16384; 256 for a new service.</summary>
    [Parameter]
    public int? Cpu { get; set; }

    /// <summary>The task's memory in MiB, one that Fargate has for the CPU; twice the CPU units for a new service.</summary>
    [Parameter]
    public int? Memory { get; set; }

    /// <summary>The container's soft limit in MiB, 6 to 122880; three quarters of the hard limit for a new service.</summary>
    [Parameter]
    public int? MemoryReservation { get; set; }

    /// <summary>The container's hard limit in MiB, 6 to 122880, at which it is killed; all of the task's memory for a new service.</summary>
    [Parameter]
    public int? MemoryLimit { get; set; }

    /// <summary>How many tasks run at first, 0 to 5000; 2 for a new service. Scaling and deployments own the number later.</summary>
    [Parameter]
    [ValidateRange(0, 5000)]
    public int? DesiredCount { get; set; }

    /// <summary>Plain environment variables; nothing secret.</summary>
    [Parameter]
    public IDictionary? Environment { get; set; }

    /// <summary>Environment variables that are filled from secrets when a task starts: variable to the secret's name, or to name:json-key for one value of a JSON secret.</summary>
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <summary>The container's command, in place of the image's own.</summary>
    [Parameter]
    public string[]? Command { get; set; }

    /// <summary>Path patterns whose requests the load balancer sends here: /payments, /payments/*; at most 5 together with host names.</summary>
    [Parameter]
    public string[]? Path { get; set; }

    /// <summary>Host names or patterns whose requests the load balancer sends here; any where it is left out.</summary>
    [Parameter]
    public string[]? HostName { get; set; }

    /// <summary>The path that the load balancer asks to see whether a task is fit; / for a new service.</summary>
    [Parameter]
    public string? HealthCheckPath { get; set; }

    /// <summary>Seconds between the load balancer's health checks: 5 to 300; 30 for a new service.</summary>
    [Parameter]
    [ValidateRange(5, 300)]
    public int? HealthCheckIntervalSeconds { get; set; }

    /// <summary>Seconds after a task's start in which failing health checks do not count: 0 to 2147483647; 60 for a new service.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? HealthCheckGracePeriodSeconds { get; set; }

    /// <summary>Names of the services that this one calls: each lets it in on its port, and nobody else.</summary>
    [Parameter]
    [Alias("Call")]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[]? Calls { get; set; }

    /// <summary>Other destinations that tasks may connect to: tables with cidr, port and description.</summary>
    [Parameter]
    public object[]? Egress { get; set; }

    /// <summary>What the code in the tasks may do in AWS: tables with actions and resources, or names of policies of PolicyDefinition. Takes the place of what it may do so far.</summary>
    [Parameter]
    public object[]? Policy { get; set; }

    /// <summary>Days that the logs are kept, a number that CloudWatch knows (1, 3, 5, 7, 14, 30, 60, 90 …); 30 for a new service.</summary>
    [Parameter]
    public int? LogRetentionDays { get; set; }

    /// <summary>Where the tasks run: FARGATE or FARGATE_SPOT; the cluster's default strategy for a new service.</summary>
    [Parameter]
    [ValidateSet("FARGATE", "FARGATE_SPOT")]
    public string[]? CapacityProvider { get; set; }

    /// <summary>What the service speaks on its port, which its mesh must know: http, http2, grpc or tcp; http for a new service.</summary>
    [Parameter]
    [ValidateSet("http", "http2", "grpc", "tcp")]
    public string? MeshProtocol { get; set; }

    /// <summary>Seconds that one request to the service may take in the mesh, 1 to 3600; 15, the proxies' own default, for a new service. ServiceConnect and AppMesh.</summary>
    [Parameter]
    [Alias("MeshTimeout")]
    [ValidateRange(1, 3600)]
    public int? MeshTimeoutSeconds { get; set; }

    /// <summary>Seconds that a connection to the service may be idle, 1 to 3600; 300, the proxies' own default, for a new service. ServiceConnect and AppMesh.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int? MeshIdleTimeoutSeconds { get; set; }

    /// <summary>Repeats failed requests: a table with maxRetries (1 to 10) and perTryTimeoutSeconds (1 to 300). What is repeated happens twice unless the service takes idempotency keys. AppMesh only; Service Connect repeats twice by itself.</summary>
    [Parameter]
    public IDictionary? MeshRetry { get; set; }

    /// <summary>How much the proxy lets in at once: a table with maxConnections and maxPendingRequests (1 to 1000000 each). AppMesh only.</summary>
    [Parameter]
    public IDictionary? ConnectionPool { get; set; }

    /// <summary>When a failing task is taken out of the round: a table with maxServerErrors, intervalSeconds, baseEjectionSeconds and maxEjectionPercent. AppMesh only; Service Connect does so by itself.</summary>
    [Parameter]
    public IDictionary? OutlierDetection { get; set; }

    /// <summary>Lets the tasks encrypt and decrypt with the platform's data key, whose ARN they find in DATA_KEY_ARN: New-PlatformCluster -CustomerManagedKey Data.</summary>
    [Parameter]
    public SwitchParameter DataKey { get; set; }
}
