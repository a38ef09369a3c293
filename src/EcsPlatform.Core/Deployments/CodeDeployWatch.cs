using EcsPlatform.Aws;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>Follows deployments by CodeDeploy with one question at each look, for all of them together.</summary>
/// <remarks>
/// No API tells everything of many deployments at once, so the questions take turns: how the deployments stand, which tasks run, and while traffic moves where it goes.
/// Only where such an answer shows that a deployment has gone on is that one asked for its events: once for each change, not at each look.
/// </remarks>
internal sealed class CodeDeployWatch(AwsClients aws, PlatformScope scope, CodeDeployReading reading)
{
    private readonly Dictionary<string, CodeDeploySight> _sights = new(StringComparer.Ordinal);
    private readonly Dictionary<Question, int> _asked = [];
    private int _look = 1;
    private bool _goneOn;

    private enum Question
    {
        /// <summary>Statuses (BatchGetDeployments): when one ends, waits, or is taken back.</summary>
        Deployments,

        /// <summary>Task sets (DescribeServices): which tasks run.</summary>
        Tasks,

        /// <summary>Weights (DescribeRules): where requests go.</summary>
        Traffic,

        /// <summary>Events of one deployment that may be in a function (BatchGetDeploymentTargets): nothing else shows which.</summary>
        Events,
    }

    /// <summary>One look: the state of all of them, as fresh as the questions asked so far tell.</summary>
    public async Task<IReadOnlyDictionary<string, DeploymentStatus>> LookAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var question = _goneOn || !ids.All(_sights.ContainsKey) ? Question.Deployments : Due(ids);
        var moved = question switch
        {
            Question.Tasks => await TasksAsync(Running(ids), cancellation),
            Question.Traffic => await TrafficAsync(Running(ids), cancellation),
            Question.Events => Running(ids).Where(sight => sight.MayBeInFunction).OrderBy(sight => sight.EventsReadAt).Take(1).ToList(),
            _ => await DeploymentsAsync(ids, cancellation),
        };
        await Task.WhenAll(moved.Select(async sight => sight.Read(await reading.TargetAsync(sight.Story, cancellation), _look)).ToArray());
        await reading.LearnAsync(moved.Select(sight => (sight.Story, sight.Target)), cancellation);
        _goneOn = moved.Count > 0 && question is (Question.Tasks or Question.Traffic); // back, perhaps: the next look asks how they stand
        _asked[question] = _look++; // only a look that succeeded counts as one: another try asks the same
        return ids.Where(_sights.ContainsKey).ToDictionary(id => id, id => reading.Tell(_sights[id].Story, _sights[id].Target), StringComparer.Ordinal);
    }

    /// <summary>Of the questions that could tell something new, the one that was asked longest ago; where requests go counts double, as it is what hurts.</summary>
    private Question Due(IReadOnlyList<string> ids)
    {
        var running = Running(ids);
        List<Question> due = [Question.Deployments];
        if (running.Count > 0)
        {
            due.Add(Question.Tasks);
        }

        if (running.Exists(sight => sight.MayMoveTraffic))
        {
            due.Add(Question.Traffic);
        }

        if (running.Exists(sight => sight.MayBeInFunction))
        {
            due.Add(Question.Events);
        }

        return due.MaxBy(question => (_look - _asked.GetValueOrDefault(question)) * (question == Question.Traffic ? 2 : 1));
    }

    private async Task<List<CodeDeploySight>> DeploymentsAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var stories = await reading.StoriesAsync(ids, ids.Where(_sights.ContainsKey).SelectMany(id => _sights[id].Story.Deployments), cancellation);
        foreach (var (id, story) in stories)
        {
            if (_sights.TryGetValue(id, out var sight))
            {
                sight.Story = story;
            }
            else
            {
                _sights[id] = new CodeDeploySight(story);
            }
        }

        return [.. stories.Keys.Select(id => _sights[id]).Where(sight => sight.HasMoved)];
    }

    private async Task<List<CodeDeploySight>> TasksAsync(List<CodeDeploySight> running, CancellationToken cancellation)
    {
        var sets = await reading.TaskSetsAsync(running.Select(sight => sight.Story.Service(scope)), cancellation);
        return running.FindAll(sight => sets.TryGetValue(sight.Story.Service(scope), out var found) && sight.See(found));
    }

    private async Task<List<CodeDeploySight>> TrafficAsync(List<CodeDeploySight> running, CancellationToken cancellation)
    {
        var weights = await LiveTraffic.WeightsAsync(aws, running.Select(sight => sight.Story.Listener).OfType<string>(), cancellation);
        return running.FindAll(sight => sight.See(weights));
    }

    private List<CodeDeploySight> Running(IReadOnlyList<string> ids) => [.. ids.Where(_sights.ContainsKey).Select(id => _sights[id]).Where(sight => sight.Story.Runs)];
}
