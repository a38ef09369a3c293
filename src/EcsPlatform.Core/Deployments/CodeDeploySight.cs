using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Core.Deployments;

/// <summary>What has been seen so far of one deployment that is followed: its target as last read, with the tasks and the traffic that were seen since.</summary>
internal sealed class CodeDeploySight(CodeDeployStory story)
{
    private string? _standing;
    private HashSet<string> _sets = [];

    /// <summary>How it stands, as CodeDeploy's batch said last.</summary>
    public CodeDeployStory Story { get; set; } = story;

    /// <summary>Its events and task sets; null before it begins and after it has ended.</summary>
    public ECSTarget? Target { get; private set; }

    /// <summary>At which look its events were read.</summary>
    public int EventsReadAt { get; private set; }

    /// <summary>It stands otherwise than when its target was read.</summary>
    public bool HasMoved => Story.Standing != _standing;

    /// <summary>Its new tasks are all there, so that traffic may move; not before, and not any more while it waits.</summary>
    public bool MayMoveTraffic => Story.Rollback is not null || !Story.Waits && _sets.Any(set => set.EndsWith(StabilityStatus.STEADY_STATE, StringComparison.Ordinal)) && !IsShifted;

    /// <summary>A function is called on the way, and it may be the one that it waits for.</summary>
    public bool MayBeInFunction => Story is { CallsFunctions: true, Rollback: null, Waits: false };

    private bool IsShifted => Green?.TrafficWeight >= 100;

    private ECSTaskSet? Green => Target?.TaskSetsInfo?.Find(set => set.TaskSetLabel == TargetLabel.Green);

    /// <summary>Its target has been read.</summary>
    public void Read(ECSTarget? target, int look)
    {
        (Target, EventsReadAt, _standing) = (target, look, Story.Standing);
    }

    /// <summary>Takes over which tasks run.</summary>
    /// <returns>Whether more than numbers has changed: a task set has come or gone, serves, or is complete.</returns>
    public bool See(List<TaskSet> sets)
    {
        foreach (var known in Target?.TaskSetsInfo ?? [])
        {
            var set = sets.Find(set => set.Id == known.Identifer);
            (known.DesiredCount, known.RunningCount, known.PendingCount) = (set?.ComputedDesiredCount ?? 0, set?.RunningCount ?? 0, set?.PendingCount ?? 0);
        }

        var before = _sets;
        _sets = [.. sets.Select(set => $"{set.Id} {set.ExternalId == Story.Id} {set.Status} {(set.ExternalId == Story.Id ? set.StabilityStatus?.Value : null)}")];
        return !_sets.SetEquals(before);
    }

    /// <summary>Takes over where requests go.</summary>
    /// <param name="weights">Percent of each rule's requests by target group's name, of all rules.</param>
    /// <returns>Whether traffic has begun to move, or has moved whole.</returns>
    public bool See(IReadOnlyList<IReadOnlyDictionary<string, double>> weights)
    {
        var rule = weights.FirstOrDefault(rule => (Target?.TaskSetsInfo ?? []).Exists(set => set.TargetGroup?.Name is { } group && rule.ContainsKey(group)));
        if (rule is null)
        {
            return false;
        }

        var before = Green?.TrafficWeight;
        foreach (var set in Target!.TaskSetsInfo.Where(set => set.TargetGroup?.Name is not null))
        {
            set.TrafficWeight = rule.GetValueOrDefault(set.TargetGroup.Name);
        }

        var after = Green?.TrafficWeight;
        return before != after && (before is 0 or 100 || after is 0 or 100);
    }
}
