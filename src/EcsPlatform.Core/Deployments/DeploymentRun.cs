using Amazon.Runtime;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>Starts planned deployments in their order and follows them to the end, all with one poll.</summary>
internal sealed class DeploymentRun
{
    private readonly Func<RolloutController, IDeploymentController> _controllers;
    private readonly DeploymentDiagnosis _diagnosis;
    private readonly DeploymentOptions _options;
    private readonly Action<DeploymentStatus> _progress;
    private readonly CancellationToken _cancellation;
    private readonly TimeProvider _clock;
    private readonly Dictionary<RolloutController, DeploymentFollower> _followers = [];
    private readonly Dictionary<string, DeploymentStatus> _running = new(StringComparer.Ordinal);
    private bool _failed;

    public DeploymentRun(
        Func<RolloutController, IDeploymentController> controllers,
        DeploymentDiagnosis diagnosis,
        TimeProvider clock,
        DeploymentOptions options,
        Action<DeploymentStatus> progress,
        CancellationToken cancellation)
    {
        _controllers = controllers;
        _diagnosis = diagnosis;
        _clock = clock;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Runs them wave by wave. A service of which nothing changes has no outcome, nor has one that did not begin.</summary>
    public async Task<IReadOnlyList<DeploymentOutcome>> RunAsync(IReadOnlyList<IReadOnlyList<PlannedDeployment>> waves)
    {
        var outcomes = new List<DeploymentOutcome>();
        foreach (var wave in waves)
        {
            if (_failed && !_options.ContinueOnFailure)
            {
                break;
            }

            outcomes.AddRange((await Task.WhenAll(wave.Select(RunAsync).ToArray())).OfType<DeploymentOutcome>());
        }

        return outcomes;
    }

    /// <summary>Follows one that runs already.</summary>
    public async Task<DeploymentOutcome> FollowAsync(DeployedService service, string id)
    {
        var status = await Follower(service.Controller).FollowAsync(id, _options.ThroughPauses);
        _running.Remove(id);
        if (status.State is DeploymentState.Succeeded or DeploymentState.Paused)
        {
            return new DeploymentOutcome(status, []);
        }

        _failed = true;
        var stopped = await _diagnosis.StoppedAsync(service, status, _cancellation);
        await StopOthersAsync();
        return new DeploymentOutcome(status, stopped);
    }

    private async Task<DeploymentOutcome?> RunAsync(PlannedDeployment planned)
    {
        var service = planned.Service!;
        return await _controllers(service.Controller).StartAsync(planned, _cancellation) is { } id ? await FollowAsync(service, id) : null;
    }

    private DeploymentFollower Follower(RolloutController controller)
    {
        if (!_followers.TryGetValue(controller, out var follower))
        {
            _followers[controller] = follower = new DeploymentFollower(_controllers(controller), _clock, _options.Interval, Note, _cancellation);
        }

        return follower;
    }

    private void Note(DeploymentStatus status)
    {
        if (!status.HasEnded)
        {
            _running[status.Id] = status;
        }

        _progress(status);
    }

    private async Task StopOthersAsync()
    {
        if (_options.ContinueOnFailure)
        {
            return;
        }

        foreach (var other in _running.Values.Where(status => status.State is DeploymentState.Pending or DeploymentState.InProgress or DeploymentState.Paused).ToList())
        {
            _running.Remove(other.Id);
            try
            {
                await _controllers(other.Controller).StopAsync(other, rollBack: true, _cancellation);
            }
            catch (AmazonServiceException error) when (error.ErrorCode is "ConflictException" or "DeploymentAlreadyCompletedException" or "ServiceDeploymentNotFoundException")
            {
                // It ended meanwhile.
            }
        }
    }
}
