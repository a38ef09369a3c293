using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>A stop on the way of a deployment: a function that is asked, or a pause until somebody goes on (ECS API: <c>DeploymentLifecycleHook</c>).</summary>
public sealed record DeploymentHook
{
    /// <summary>Where it stops.</summary>
    public required IReadOnlyList<DeploymentStage> Stages { get; init; }

    /// <summary>The ARN of the Lambda function that says go on or go back; a pause when left out.</summary>
    [RegularExpression(DefinitionPatterns.FunctionArn, ErrorMessage = "hook.function-arn")]
    public string? Function { get; init; }

    /// <summary>Minutes that a pause lasts at most: 1 to 20,160.</summary>
    [Range(1, 20160)]
    public int TimeoutMinutes { get; init; } = 1440;

    /// <summary>What comes when a pause has lasted that long.</summary>
    public HookTimeoutAction OnTimeout { get; init; } = HookTimeoutAction.Rollback;
}

/// <summary>The stages of a deployment that can have a hook, spelled as ECS spells them. CodeDeploy has its own names for some; see about_EcsPlatform_Deployments.</summary>
public enum DeploymentStage
{
    /// <summary>Before anything, if more than one version runs.</summary>
    [EnumMember(Value = "RECONCILE_SERVICE")] ReconcileService,

    /// <summary>Before the first new task.</summary>
    [EnumMember(Value = "PRE_SCALE_UP")] PreScaleUp,

    /// <summary>All new tasks are healthy.</summary>
    [EnumMember(Value = "POST_SCALE_UP")] PostScaleUp,

    /// <summary>Test traffic moves; functions only.</summary>
    [EnumMember(Value = "TEST_TRAFFIC_SHIFT")] TestTrafficShift,

    /// <summary>Test traffic has moved.</summary>
    [EnumMember(Value = "POST_TEST_TRAFFIC_SHIFT")] PostTestTrafficShift,

    /// <summary>Before each step of production traffic.</summary>
    [EnumMember(Value = "PRE_PRODUCTION_TRAFFIC_SHIFT")] PreProductionTrafficShift,

    /// <summary>Production traffic moves; functions only.</summary>
    [EnumMember(Value = "PRODUCTION_TRAFFIC_SHIFT")] ProductionTrafficShift,

    /// <summary>All production traffic has moved.</summary>
    [EnumMember(Value = "POST_PRODUCTION_TRAFFIC_SHIFT")] PostProductionTrafficShift,
}

/// <summary>What comes when a pause has lasted its time, spelled as ECS spells it.</summary>
public enum HookTimeoutAction
{
    /// <summary>The deployment goes back.</summary>
    [EnumMember(Value = "ROLLBACK")] Rollback,

    /// <summary>The deployment goes on.</summary>
    [EnumMember(Value = "CONTINUE")] Continue,
}
