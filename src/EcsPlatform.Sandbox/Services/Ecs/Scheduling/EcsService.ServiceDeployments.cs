using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Service deployments: the record of each deployment, which outlives it.</summary>
internal sealed partial class EcsService
{
    private const string StoppedByUser = "Service deployment stopped by user.";

    private void OpenServiceDeployment(ServiceRecord service, DeploymentRecord deployment, DeploymentRecord? serving)
    {
        var breaker = service.Service.DeploymentConfiguration.DeploymentCircuitBreaker;
        State.ServiceDeployments[deployment.ServiceDeploymentArn] = new ServiceDeployment
        {
            ServiceDeploymentArn = deployment.ServiceDeploymentArn,
            ServiceArn = service.Service.ServiceArn,
            ClusterArn = service.Service.ClusterArn,
            CreatedAt = Today,
            StartedAt = Today,
            UpdatedAt = Today,
            Status = ServiceDeploymentStatus.IN_PROGRESS,
            DeploymentConfiguration = service.Service.DeploymentConfiguration,
            SourceServiceRevisions = [.. service.Deployments.Where(source => source.HasCompleted || source == serving).Select(Summary)],
            TargetServiceRevision = new ServiceRevisionSummary { Arn = deployment.RevisionArn, RequestedTaskCount = service.Service.DesiredCount },
            Alarms = WatchedAlarms(service.Service.DeploymentConfiguration.Alarms),
            DeploymentCircuitBreaker = new ServiceDeploymentCircuitBreaker
            {
                Status = breaker?.Enable == true ? ServiceDeploymentRollbackMonitorsStatus.MONITORING : ServiceDeploymentRollbackMonitorsStatus.DISABLED,
                FailureCount = 0,
                Threshold = CircuitBreaker.Threshold(service.Service.DesiredCount ?? 0),
            },
        };
    }

    /// <summary>Keeps the circuit breaker's figures.</summary>
    private void Watch(DeploymentRecord deployment, int threshold)
    {
        if (State.ServiceDeployments.GetValueOrDefault(deployment.ServiceDeploymentArn)?.DeploymentCircuitBreaker is { } breaker)
        {
            breaker.FailureCount = deployment.Deployment.FailedTasks;
            breaker.Threshold = threshold;
            if (breaker.Status == ServiceDeploymentRollbackMonitorsStatus.MONITORING && breaker.FailureCount >= threshold)
            {
                breaker.Status = ServiceDeploymentRollbackMonitorsStatus.TRIGGERED;
            }
        }
    }

    private static ServiceDeploymentAlarms WatchedAlarms(DeploymentAlarms? alarms) => new()
    {
        Status = alarms?.Enable == true ? ServiceDeploymentRollbackMonitorsStatus.MONITORING : ServiceDeploymentRollbackMonitorsStatus.DISABLED,
        AlarmNames = alarms?.Enable == true ? alarms.AlarmNames : null,
    };

    private void Trigger(DeploymentRecord deployment, string alarm)
    {
        if (State.ServiceDeployments.GetValueOrDefault(deployment.ServiceDeploymentArn)?.Alarms is { } alarms)
        {
            alarms.Status = ServiceDeploymentRollbackMonitorsStatus.TRIGGERED;
            alarms.TriggeredAlarmNames = [.. alarms.TriggeredAlarmNames ?? [], alarm];
        }
    }

    /// <summary>A newer deployment takes over before this one was done.</summary>
    private void Supersede(DeploymentRecord deployment)
    {
        if (deployment.Deployment.RolloutState == DeploymentRolloutState.IN_PROGRESS)
        {
            CloseServiceDeployment(deployment, ServiceDeploymentStatus.STOPPED, "Service deployment was replaced by a newer one.");
        }
    }

    private void CloseServiceDeployment(DeploymentRecord deployment, ServiceDeploymentStatus status, string? reason = null)
    {
        if (State.ServiceDeployments.GetValueOrDefault(deployment.ServiceDeploymentArn) is not { FinishedAt: null } record)
        {
            return;
        }

        var isRollback = record.Status?.Value is "ROLLBACK_REQUESTED" or "ROLLBACK_IN_PROGRESS";
        record.Status = !isRollback ? status
            : status == ServiceDeploymentStatus.SUCCESSFUL ? ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL : ServiceDeploymentStatus.ROLLBACK_FAILED;
        record.StatusReason = reason ?? record.StatusReason;
        record.FinishedAt = Today;
        record.UpdatedAt = Today;
        if (status == ServiceDeploymentStatus.STOPPED)
        {
            record.StoppedAt = Today;
        }

        if (record.DeploymentCircuitBreaker is { Status.Value: "MONITORING" } breaker)
        {
            breaker.Status = ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE;
        }

        if (record.Alarms is { Status.Value: "MONITORING" } alarms)
        {
            alarms.Status = ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE;
        }
    }

    private void AbandonServiceDeployments(ServiceRecord service)
    {
        foreach (var record in State.ServiceDeployments.Values.Where(record => record.ServiceArn == service.Service.ServiceArn).ToList())
        {
            State.ServiceDeployments.Remove(record.ServiceDeploymentArn);
        }

        foreach (var revision in State.ServiceRevisions.Values.Where(revision => revision.ServiceArn == service.Service.ServiceArn).ToList())
        {
            State.ServiceRevisions.Remove(revision.ServiceRevisionArn);
        }
    }

    private ListServiceDeploymentsResponse ListServiceDeployments(ListServiceDeploymentsRequest request)
    {
        var service = FindService(request.Cluster, request.Service).Service;
        var found = State.ServiceDeployments.Values
            .Where(record => record.ServiceArn == service.ServiceArn)
            .Where(record => request.Status is not { Count: > 0 } || request.Status.Contains(record.Status))
            .Where(record => (request.CreatedAt?.After is not { } after || record.CreatedAt >= after)
                && (request.CreatedAt?.Before is not { } before || record.CreatedAt <= before))
            .Reverse();
        var page = Paging.Of(found, record => record.ServiceDeploymentArn, request.NextToken, PageSize(request.MaxResults ?? 20, 100), EcsErrors.InvalidToken);
        return new ListServiceDeploymentsResponse
        {
            NextToken = page.NextToken,
            ServiceDeployments =
            [
                .. page.Items.Select(record => new ServiceDeploymentBrief
                {
                    ServiceDeploymentArn = record.ServiceDeploymentArn,
                    ServiceArn = record.ServiceArn,
                    ClusterArn = record.ClusterArn,
                    CreatedAt = record.CreatedAt,
                    StartedAt = record.StartedAt,
                    FinishedAt = record.FinishedAt,
                    TargetServiceRevisionArn = record.TargetServiceRevision.Arn,
                    Status = record.Status,
                    StatusReason = record.StatusReason,
                }),
            ],
        };
    }

    private DescribeServiceDeploymentsResponse DescribeServiceDeployments(DescribeServiceDeploymentsRequest request)
    {
        EcsErrors.Require(request.ServiceDeploymentArns.Count is >= 1 and <= 20, "serviceDeploymentArns must have 1 to 20 elements.");
        var response = new DescribeServiceDeploymentsResponse { ServiceDeployments = [], Failures = [] };
        foreach (var arn in request.ServiceDeploymentArns)
        {
            if (State.ServiceDeployments.GetValueOrDefault(arn) is { } record)
            {
                Refresh(record);
                response.ServiceDeployments.Add(record);
            }
            else
            {
                response.Failures.Add(Missing(arn));
            }
        }

        return response;
    }

    private StopServiceDeploymentResponse StopServiceDeployment(StopServiceDeploymentRequest request)
    {
        var record = State.ServiceDeployments.GetValueOrDefault(request.ServiceDeploymentArn)
            ?? throw new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");
        if (record.Status?.Value is "STOP_REQUESTED" or "ROLLBACK_REQUESTED" or "ROLLBACK_IN_PROGRESS")
        {
            return new StopServiceDeploymentResponse { ServiceDeploymentArn = record.ServiceDeploymentArn };
        }

        var service = State.Services.Values.First(service => service.Service.ServiceArn == record.ServiceArn);
        var deployment = service.Primary;
        if (record.Status?.Value is not ("PENDING" or "IN_PROGRESS") || deployment.ServiceDeploymentArn != request.ServiceDeploymentArn)
        {
            throw new AwsError("ConflictException", "The service deployment is not in progress and cannot be stopped.");
        }

        var isAbort = request.StopType?.Value == "ABORT";
        if (service.Staged is not null)
        {
            FailStages(service, StoppedByUser, mayRollBack: !isAbort, isRequested: true);
            return new StopServiceDeploymentResponse { ServiceDeploymentArn = record.ServiceDeploymentArn };
        }

        deployment.Deployment.RolloutState = DeploymentRolloutState.FAILED;
        deployment.Deployment.RolloutStateReason = StoppedByUser;
        if (!isAbort && service.LastCompleted is not null)
        {
            RollBack(service, deployment, ServiceDeploymentStatus.ROLLBACK_REQUESTED, StoppedByUser);
        }
        else
        {
            CloseServiceDeployment(deployment, ServiceDeploymentStatus.STOPPED, StoppedByUser);
        }

        return new StopServiceDeploymentResponse { ServiceDeploymentArn = record.ServiceDeploymentArn };
    }

    /// <summary>Counts and weights as they are now; a deployment that is done keeps those of its end.</summary>
    private void Refresh(ServiceDeployment record)
    {
        if (State.Services.Values.FirstOrDefault(service => service.Service.ServiceArn == record.ServiceArn) is not { } service)
        {
            return;
        }

        List<TaskRecord> tasks = [.. service.TaskIds.Select(id => State.Tasks[id])];
        ServiceRevisionSummary Now(ServiceRevisionSummary known)
        {
            if (service.Deployments.Find(deployment => deployment.RevisionArn == known.Arn) is not { } present)
            {
                return new ServiceRevisionSummary { Arn = known.Arn, RequestedTaskCount = 0, RunningTaskCount = 0, PendingTaskCount = 0 };
            }

            Describe(present, tasks);
            var summary = Summary(present);
            if (service.Staged is { } staged && (present.Id == staged.Green || present.Id == staged.Blue))
            {
                var isGreen = present.Id == staged.Green;
                summary.RequestedProductionTrafficWeight = isGreen ? staged.ProductionPercent : 100 - staged.ProductionPercent;
                summary.RequestedTestTrafficWeight = isGreen ? staged.TestPercent : 100 - staged.TestPercent;
            }

            return summary;
        }

        record.TargetServiceRevision = Now(record.TargetServiceRevision);
        if (record.FinishedAt is null)
        {
            record.SourceServiceRevisions = [.. record.SourceServiceRevisions.Select(Now)];
        }
    }

    private static ServiceRevisionSummary Summary(DeploymentRecord deployment) => new()
    {
        Arn = deployment.RevisionArn,
        RequestedTaskCount = deployment.Deployment.DesiredCount,
        RunningTaskCount = deployment.Deployment.RunningCount ?? 0,
        PendingTaskCount = deployment.Deployment.PendingCount ?? 0,
    };
}
