using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Hooks at a stage: all at once, and the stage goes on when all have succeeded.</summary>
internal sealed partial class EcsService
{
    private static readonly TimeSpan HookLimit = TimeSpan.FromMinutes(1440);

    private void StartHooks(ServiceRecord service, StagedDeployment staged)
    {
        ForgetHooks(staged);
        foreach (var hook in (Settings(service).LifecycleHooks ?? []).Where(hook => hook.LifecycleStages.Contains(staged.Stage)))
        {
            var isPause = StrategyRules.IsPause(hook);
            if (isPause && staged.IsRollback)
            {
                continue;
            }

            var limit = hook.TimeoutConfiguration?.TimeoutInMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : HookLimit;
            var run = new HookRun
            {
                RoleArn = hook.RoleArn,
                HookDetails = Json(hook),
                Detail = new DeploymentLifecycleHookDetail
                {
                    HookId = isPause ? $"ecs-pause-{Ids.Alphanumeric(43)}" : Ids.Uuid(),
                    TargetType = isPause ? DeploymentLifecycleHookTargetType.PAUSE : DeploymentLifecycleHookTargetType.AWS_LAMBDA,
                    TargetArn = hook.HookTargetArn,
                    Status = isPause ? DeploymentLifecycleHookStatus.AWAITING_ACTION : DeploymentLifecycleHookStatus.IN_PROGRESS,
                    ExpiresAt = Later(limit),
                    TimeoutAction = hook.TimeoutConfiguration?.Action ?? DeploymentLifecycleHookAction.ROLLBACK,
                },
            };
            staged.Hooks.Add(run);
            _hookExpiry.After(limit, run.Detail.HookId);
            if (!isPause)
            {
                _hookCall.After(TimeSpan.FromSeconds(1), run.Detail.HookId);
            }
        }

        Note(service, record => record.LifecycleHookDetails = staged.Hooks.Count == 0 ? null : [.. staged.Hooks.Select(run => run.Detail)]);
    }

    private void ForgetHooks(StagedDeployment? staged)
    {
        foreach (var run in staged?.Hooks ?? [])
        {
            _hookCall.Cancel(run.Detail.HookId);
            _hookExpiry.Cancel(run.Detail.HookId);
        }

        staged?.Hooks.Clear();
    }

    private void CallHook(string id)
    {
        if (FindHook(id) is not var (service, run))
        {
            return;
        }

        if (run.RoleArn is { } role && !Neighbours.IsAssumable(role, Neighbours.ServicePrincipal))
        {
            EndHook(service, run, DeploymentLifecycleHookStatus.FAILED, $"ECS was unable to assume role {role}");
            return;
        }

        var (answer, error, _) = Neighbours.InvokeFunction(run.RoleArn, run.Detail.TargetArn, HookEvent(service, run));
        if (error is not null)
        {
            EndHook(service, run, DeploymentLifecycleHookStatus.FAILED, $"ECS was unable to invoke hook target {run.Detail.TargetArn} due to {error}");
            return;
        }

        var parsed = answer as JsonObject;
        switch (parsed?["hookStatus"]?.ToString())
        {
            case "SUCCEEDED":
                EndHook(service, run, DeploymentLifecycleHookStatus.SUCCEEDED);
                break;
            case "FAILED":
                EndHook(service, run, DeploymentLifecycleHookStatus.FAILED, $"Lifecycle hook target {run.Detail.TargetArn} returned FAILED status.");
                break;
            case "IN_PROGRESS":
                run.HookDetails = parsed!["hookDetails"]?.ToJsonString() ?? run.HookDetails;
                _hookCall.After(TimeSpan.FromSeconds((double?)parsed["callBackDelay"] ?? 30), id);
                break;
            default:
                EndHook(service, run, DeploymentLifecycleHookStatus.FAILED,
                    $"ECS was unable to parse the response from {run.Detail.TargetArn} due to HookStatus must not be null");
                break;
        }
    }

    private void ExpireHook(string id)
    {
        if (FindHook(id) is not var (service, run))
        {
            return;
        }

        var goesOn = run.Detail.TimeoutAction == DeploymentLifecycleHookAction.CONTINUE;
        EndHook(service, run, DeploymentLifecycleHookStatus.TIMED_OUT, goesOn ? null : $"Lifecycle hook {run.Detail.HookId} timed out.");
    }

    /// <summary>A hook is done: with a failure all goes back, else the stage goes on once the others are done too. During a rollback failures count for nothing.</summary>
    private void EndHook(ServiceRecord service, HookRun run, DeploymentLifecycleHookStatus status, string? failure = null)
    {
        _hookCall.Cancel(run.Detail.HookId);
        _hookExpiry.Cancel(run.Detail.HookId);
        run.Detail.Status = status;
        if (failure is not null && service.Staged!.IsRollback)
        {
            AddEvent(service, $"lifecycle hook(s) failed during rollback: {failure}");
        }
        else if (failure is not null)
        {
            FailStages(service, $"Service deployment rolled back because {service.Staged!.Stage} lifecycle hook(s) failed. {failure}");
            return;
        }

        _stage.After(TimeSpan.Zero, service.Key);
    }

    private ContinueServiceDeploymentResponse ContinueServiceDeployment(ContinueServiceDeploymentRequest request)
    {
        if (!State.ServiceDeployments.TryGetValue(request.ServiceDeploymentArn, out var record))
        {
            throw new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");
        }

        if (FindHook(request.HookId) is not var (service, run) || Find(service, service.Staged!.Green)!.ServiceDeploymentArn != record.ServiceDeploymentArn)
        {
            throw EcsErrors.InvalidParameter($"Lifecycle hook {request.HookId} is not awaiting action.");
        }

        EcsErrors.Require(run.Detail.TargetType == DeploymentLifecycleHookTargetType.PAUSE, "Only PAUSE lifecycle hooks can be continued.");
        if (request.Action == DeploymentLifecycleHookAction.ROLLBACK)
        {
            EndHook(service, run, DeploymentLifecycleHookStatus.FAILED, $"Lifecycle hook {request.HookId} was rolled back by user.");
        }
        else
        {
            EndHook(service, run, DeploymentLifecycleHookStatus.SUCCEEDED);
        }

        return new ContinueServiceDeploymentResponse { ServiceDeploymentArn = record.ServiceDeploymentArn };
    }

    private (ServiceRecord Service, HookRun Run)? FindHook(string id)
    {
        foreach (var service in State.Services.Values)
        {
            if (service.Staged is { IsStalled: false } staged && staged.Hooks.Find(run => run.Detail.HookId == id && run.IsOpen) is { } found)
            {
                return (service, found);
            }
        }

        return null;
    }

    /// <summary>The event that the function gets; weights stand in it at the shifts only ("Lambda hooks", lifecycle payloads).</summary>
    private static JsonObject HookEvent(ServiceRecord service, HookRun run)
    {
        var staged = service.Staged!;
        var green = Find(service, staged.Green)!;
        var happening = new JsonObject
        {
            ["executionId"] = run.Detail.HookId,
            ["lifecycleStage"] = staged.Stage,
            ["resourceArn"] = green.ServiceDeploymentArn,
            ["executionDetails"] = new JsonObject
            {
                ["serviceArn"] = service.Service.ServiceArn,
                ["targetServiceRevisionArn"] = green.RevisionArn,
                ["testTrafficWeights"] = staged.Stage == Stages.TestShift ? Weights(service, staged.TestPercent) : new JsonObject(),
                ["productionTrafficWeights"] = staged.Stage is Stages.PreProductionShift or Stages.ProductionShift ? Weights(service, staged.ProductionPercent) : new JsonObject(),
            },
        };
        if (run.HookDetails is { } details)
        {
            happening["hookDetails"] = JsonNode.Parse(details);
        }

        return happening;
    }

    private static JsonObject Weights(ServiceRecord service, double green)
    {
        var weights = new JsonObject { [Find(service, service.Staged!.Green)!.RevisionArn] = green };
        if (Find(service, service.Staged.Blue) is { } blue)
        {
            weights[blue.RevisionArn] = 100 - green;
        }

        return weights;
    }

    private static string? Json(DeploymentLifecycleHook hook)
    {
        if (hook.HookDetails.IsNull())
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            JsonDocuments.Write(writer, hook.HookDetails);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
