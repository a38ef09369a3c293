using System.Management.Automation;
using EcsPlatform.Core.Definition;
using EcsPlatform.PowerShell.Building;

namespace EcsPlatform.PowerShell;

/// <content>How new versions of a service replace old ones; what is left out stays as it is.</content>
public sealed partial class NewFargateMicroserviceCommand
{
    /// <summary>ROLLING (old tasks make way for new ones, a few at a time), BLUE_GREEN (all new tasks first, then all traffic at once), LINEAR (in equal steps) or CANARY (a small share first); ROLLING for a new service. LINEAR and CANARY need a path on the load balancer or a port in Service Connect. ROLLING also ends CodeDeploy's part and hooks, unless they are given. Another strategy than there is is planned as an update.</summary>
    [Parameter]
    [SpelledAs(typeof(RolloutStrategy))]
    [ValidateSet("ROLLING", "BLUE_GREEN", "LINEAR", "CANARY")]
    public string? DeploymentStrategy { get; set; }

    /// <summary>Who carries out what is not rolling: ECS, or CODE_DEPLOY (AWS CodeDeploy, for services with a path, and none of Service Connect); ECS for a new service.</summary>
    [Parameter]
    [SpelledAs(typeof(RolloutController))]
    [ValidateSet("ECS", "CODE_DEPLOY")]
    public string? DeploymentController { get; set; }

    /// <summary>Minutes that the old tasks stay after all traffic has moved, so that going back takes no start of tasks: 0 to 1440; 5 for a new service. Not for ROLLING.</summary>
    [Parameter]
    [ValidateRange(0, 1440)]
    public int? BakeTimeMinutes { get; set; }

    /// <summary>CANARY: percent of the traffic that goes first, 0.1 to 100 in steps of 0.1 (CODE_DEPLOY: whole percents, 1 to 99); 5 for a new service.</summary>
    [Parameter]
    [ValidateRange(0.1, 100.0)]
    public double? CanaryPercent { get; set; }

    /// <summary>CANARY: minutes before the rest of the traffic follows, 0 to 1440 (CODE_DEPLOY: at least 1); 10 for a new service.</summary>
    [Parameter]
    [ValidateRange(0, 1440)]
    public int? CanaryBakeTimeMinutes { get; set; }

    /// <summary>LINEAR: percent of the traffic in each step, 3 to 100 in steps of 0.1 (CODE_DEPLOY: whole percents, up to 99); 10 for a new service.</summary>
    [Parameter]
    [ValidateRange(3.0, 100.0)]
    public double? StepPercent { get; set; }

    /// <summary>LINEAR: minutes between steps, 0 to 1440 (CODE_DEPLOY: at least 1); 6 for a new service.</summary>
    [Parameter]
    [ValidateRange(0, 1440)]
    public int? StepBakeTimeMinutes { get; set; }

    /// <summary>What is asked, or who, on the way: tables with stages (PRE_SCALE_UP, POST_TEST_TRAFFIC_SHIFT …), function (the ARN of a Lambda function; a pause where it is left out), timeoutMinutes (1 to 20160) and onTimeout (ROLLBACK or CONTINUE) of a pause. Takes the place of the hooks that are there; @() is none. Not for ROLLING; pauses not with CODE_DEPLOY.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public object[]? DeploymentHook { get; set; }

    /// <summary>Names of CloudWatch alarms, made by somebody else, that fail a deployment when they fire. Takes the place of those that are there; @() is none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? DeploymentAlarm { get; set; }

    /// <summary>An alarm of the platform's own: so many server errors (HTTP 5xx) of a service with a path in one period fail a deployment, 1 to 1000000; 0 is no alarm, as for a new service.</summary>
    [Parameter]
    [ValidateRange(0, 1000000)]
    public int? ErrorAlarmCount { get; set; }

    /// <summary>Seconds of the error alarm's period: 60 to 3600, a multiple of 60; 60 for a new alarm.</summary>
    [Parameter]
    [ValidateRange(60, 3600)]
    public int? ErrorAlarmPeriodSeconds { get; set; }

    /// <summary>Periods in a row that set the error alarm off: 1 to 24; 1 for a new alarm.</summary>
    [Parameter]
    [ValidateRange(1, 24)]
    public int? ErrorAlarmPeriods { get; set; }

    /// <summary>Percent of the desired count that keeps running during a deployment, 0 to 100; 100 for a new service. ROLLING only.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int? MinimumHealthyPercent { get; set; }

    /// <summary>Percent of the desired count that may run during a deployment, 100 to 200; 200 for a new service. ROLLING only.</summary>
    [Parameter]
    [ValidateRange(100, 200)]
    public int? MaximumPercent { get; set; }

    /// <summary>Gives up on a deployment whose tasks keep failing, as for a new service; -CircuitBreaker:$false ends that. ECS only: CodeDeploy has a time-out of its own.</summary>
    [Parameter]
    public SwitchParameter CircuitBreaker { get; set; }

    /// <summary>Goes back to the last version that worked when a deployment fails, as for a new service; -Rollback:$false ends that.</summary>
    [Parameter]
    public SwitchParameter Rollback { get; set; }
}
