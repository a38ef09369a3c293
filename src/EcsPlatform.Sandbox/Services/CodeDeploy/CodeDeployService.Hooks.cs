using System.Text.Json.Nodes;
using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Hooks: functions that are called at a lifecycle event and report back (User Guide, "AppSpec 'hooks' section for an Amazon ECS deployment").</summary>
internal sealed partial class CodeDeployService
{
    // User Guide, "Troubleshoot Amazon ECS deployment issues": it does not say which function.
    private const string Refused = "The deployment failed because one or more of the lifecycle event validation functions failed.";

    private static readonly TimeSpan HookLimit = TimeSpan.FromHours(1);

    private void CallHook(DeploymentRecord record, LifecycleEvent current)
    {
        if (record.AppSpec?.Hooks.GetValueOrDefault(current.LifecycleEventName) is not { } function)
        {
            Pass(record);
            return;
        }

        record.HookExecutionId = Ids.Alphanumeric(88);
        _hookExpires.After(HookLimit, record.Id);
        var (answer, error, wasCalled) = FunctionCalls.Invoke(Region, State.Groups[record.GroupKey].Group.ServiceRoleArn, function, new JsonObject
        {
            ["DeploymentId"] = record.Id,
            ["LifecycleEventHookExecutionId"] = record.HookExecutionId,
        });
        if (!wasCalled)
        {
            EndHook(record, $"The following validation function failed to start or was not able to report its status: {function}. {error}");
        }
        else if (Said(answer) is { } status)
        {
            EndHook(record, status == "Succeeded" ? null : Refused);
        }

        // A function that breaks reports nothing: CodeDeploy waits for it all the same.
    }

    private PutLifecycleEventHookExecutionStatusResponse PutLifecycleEventHookExecutionStatus(PutLifecycleEventHookExecutionStatusRequest request)
    {
        CodeDeployErrors.Require(request.DeploymentId is not null, "DeploymentIdRequiredException", "A deployment id is required.");
        var record = FindDeployment(request.DeploymentId!);
        CodeDeployErrors.Require(request.Status?.Value is "Succeeded" or "Failed", "InvalidLifecycleEventHookExecutionStatusException", "The status must be Succeeded or Failed.");
        CodeDeployErrors.Require(record.HookExecutionId is not null, "LifecycleEventAlreadyCompletedException", "An attempt to return the status of an already completed lifecycle event occurred.");
        CodeDeployErrors.Require(record.HookExecutionId == request.LifecycleEventHookExecutionId, "InvalidLifecycleEventHookExecutionIdException",
            "A lifecycle event hook is invalid. Review the hooks section in your AppSpec file to ensure the lifecycle events and hooks functions are valid.");
        EndHook(record, request.Status!.Value == "Succeeded" ? null : Refused);
        return new PutLifecycleEventHookExecutionStatusResponse { LifecycleEventHookExecutionId = request.LifecycleEventHookExecutionId };
    }

    private void ExpireHook(string id)
    {
        if (State.Deployments.GetValueOrDefault(id) is { IsOver: false, HookExecutionId: not null } record)
        {
            EndHook(record, "The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.");
        }
    }

    private void EndHook(DeploymentRecord record, string? failure)
    {
        ForgetHook(record);
        if (failure is null)
        {
            Pass(record);
            return;
        }

        record.Current!.Diagnostics = new Diagnostics { ErrorCode = LifecycleErrorCode.ScriptFailed, Message = failure };
        End(record, DeploymentStatus.Failed, ErrorCode.HOOK_EXECUTION_FAILURE, failure, RollsBackOn(record, "DEPLOYMENT_FAILURE"));
    }

    private void ForgetHook(DeploymentRecord record)
    {
        record.HookExecutionId = null;
        _hookExpires.Cancel(record.Id);
    }

    /// <summary>A sandbox's function runs no code that could report back: an answer with a status counts as that report.</summary>
    private static string? Said(JsonNode? answer) =>
        (answer as JsonObject)?["status"]?.ToString() is "Succeeded" or "Failed" ? answer["status"]!.ToString() : null;
}
