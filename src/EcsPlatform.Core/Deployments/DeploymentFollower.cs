using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>Follows many deployments with one poll for all of them together.</summary>
/// <param name="controller">Who carries them out.</param>
/// <param name="clock">The clock that the polls go by.</param>
/// <param name="interval">Between two polls.</param>
/// <param name="progress">Told of every state that differs from the one before; must not block.</param>
/// <param name="cancellation">Ends the following; the deployments go on.</param>
internal sealed class DeploymentFollower(IDeploymentController controller, TimeProvider clock, TimeSpan interval, Action<DeploymentStatus> progress, CancellationToken cancellation)
{
    // The longest pause (20,160 minutes) and the longest bake time behind it.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly SharedPoll<DeploymentStatus> _poll = Poll(controller.Watch(), clock, interval, cancellation);

    /// <summary>Follows one until it ends, or until somebody has to end a pause.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="throughPauses">Goes on waiting in a pause.</param>
    public async Task<DeploymentStatus> FollowAsync(string id, bool throughPauses)
    {
        DeploymentStatus? last = null;
        var ended = await _poll.UntilAsync(id, status =>
        {
            if (status is null)
            {
                return false; // not listed yet, or not any more: the listing lags
            }

            if (last is null || !Same(last, status))
            {
                progress(status);
            }

            last = status;
            return status.HasEnded || status.State == DeploymentState.Paused && !throughPauses;
        });
        return ended!;
    }

    private static SharedPoll<DeploymentStatus> Poll(
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, DeploymentStatus>>> look, TimeProvider clock, TimeSpan interval, CancellationToken cancellation) => new(
        "deployment",
        (ids, stop) => Engine.Patience.RunAsync(() => look(ids, stop), clock, stop),
        new PollSchedule(interval, 1, interval, Longest),
        clock,
        cancellation);

    private static bool Same(DeploymentStatus one, DeploymentStatus other) =>
        one.State == other.State && one.Stage == other.Stage && one.New == other.New && one.Old.SequenceEqual(other.Old) && one.Reason == other.Reason;
}
