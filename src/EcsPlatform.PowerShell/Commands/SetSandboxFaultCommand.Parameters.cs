using System.Management.Automation;

namespace EcsPlatform.PowerShell;

/// <content>Its parameters.</content>
public sealed partial class SetSandboxFaultCommand
{
    /// <summary>What happens to the calls.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Call")]
    public SandboxFaultKind Kind { get; set; }

    /// <summary>Only calls of this service, by signing name: "ecs".</summary>
    [Parameter(ParameterSetName = "Call")]
    public string? Service { get; set; }

    /// <summary>Only this operation: "CreateService".</summary>
    [Parameter(ParameterSetName = "Call")]
    public string? Operation { get; set; }

    /// <summary>Only the n-th matching call from now, from 1.</summary>
    [Parameter(ParameterSetName = "Call")]
    [ValidateRange(1, int.MaxValue)]
    public int? Nth { get; set; }

    /// <summary>Share of the matching calls, 0 to 1.</summary>
    [Parameter(ParameterSetName = "Call")]
    [ValidateRange(0.0, 1.0)]
    public double Probability { get; set; } = 1;

    /// <summary>How often it strikes at most.</summary>
    [Parameter(ParameterSetName = "Call")]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>Share of all calls, 0 to 1, that go wrong in one way or another.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Weather")]
    [ValidateRange(0.0, 0.9)]
    public double Weather { get; set; }

    /// <summary>Containers that end with exit code 1 right after their start: by service, family or image, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Container")]
    public string[] ContainerCrash { get; set; } = [];

    /// <summary>Health checks that fail: by service, target group or image, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "HealthCheck")]
    public string[] HealthCheckFailure { get; set; } = [];

    /// <summary>Alarms that fire, by name, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Alarm")]
    public string[] Alarm { get; set; } = [];

    /// <summary>Answers that are server errors: by service, family, revision (task-web-dev:3) or image, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ErrorRate")]
    public string[] ErrorRate { get; set; } = [];

    /// <summary>Share of the answers that are server errors, 0 to 1.</summary>
    [Parameter(ParameterSetName = "ErrorRate")]
    [ValidateRange(0.0, 1.0)]
    public double Share { get; set; } = 0.5;

    /// <summary>Containers whose health checks fail for a while after each start: by service, family, revision or image, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "SlowStart")]
    public string[] SlowStart { get; set; } = [];

    /// <summary>How long that lasts, in seconds.</summary>
    [Parameter(ParameterSetName = "SlowStart")]
    [ValidateRange(1, 86400)]
    public int Seconds { get; set; } = 120;

    /// <summary>Tasks for which there is no room: by service, family, revision or capacity provider (FARGATE, FARGATE_SPOT), with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Capacity")]
    public string[] CapacityShortage { get; set; } = [];

    /// <summary>The capacity providers whose quota of vCPUs is set: FARGATE, FARGATE_SPOT.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Quota")]
    [ValidateSet("FARGATE", "FARGATE_SPOT")]
    public string[] VcpuQuota { get; set; } = [];

    /// <summary>How many vCPUs the account may run at once; a new account begins with 6.</summary>
    [Parameter(ParameterSetName = "Quota")]
    [ValidateRange(0.0, 1000000.0)]
    public double Vcpus { get; set; } = 6;

    /// <summary>Services whose running Spot tasks lose their capacity, once: by service, family or revision, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Spot")]
    public string[] SpotInterruption { get; set; } = [];

    /// <summary>Services that AWS has switched off, by signing name: appmesh. Their names do not resolve; what was there stays there, unseen.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Discontinue")]
    [ValidateNotNullOrEmpty]
    public string[] Discontinue { get; set; } = [];

    /// <summary>Lambda functions that fail, by name, or "name:step" for one step of a rotation (rotation-random*:setSecret), with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Function")]
    public string[] FunctionFailure { get; set; } = [];

    /// <summary>Domains that nobody proves to ACM (the DNS record is missing): certificates for them stay PENDING_VALIDATION, and time out after 72 hours. By domain or by certificate ARN, with * and ?.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Domain")]
    [ValidateNotNullOrEmpty]
    public string[] UnprovenDomain { get; set; } = [];

    /// <summary>Takes what is named back.</summary>
    [Parameter(ParameterSetName = "Container")]
    [Parameter(ParameterSetName = "HealthCheck")]
    [Parameter(ParameterSetName = "Alarm")]
    [Parameter(ParameterSetName = "ErrorRate")]
    [Parameter(ParameterSetName = "SlowStart")]
    [Parameter(ParameterSetName = "Capacity")]
    [Parameter(ParameterSetName = "Quota")]
    [Parameter(ParameterSetName = "Discontinue")]
    [Parameter(ParameterSetName = "Function")]
    [Parameter(ParameterSetName = "Domain")]
    public SwitchParameter Off { get; set; }

    /// <summary>Takes everything back.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Clear")]
    public SwitchParameter Clear { get; set; }
}
