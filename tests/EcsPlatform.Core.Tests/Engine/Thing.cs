using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>A resource with nothing behind it: what the engine does with needs and order shows without AWS.</summary>
internal sealed class Thing(ThingKind kind, params Need[] needs) : Resource
{
    public override IResourceKind Kind => kind;

    public override IEnumerable<Need> Needs => needs;

    /// <summary>How long it takes to exist, and then to be ready.</summary>
    public (int Exists, int Ready) Seconds { get; init; } = (1, 0);

    /// <summary>Why it cannot be made.</summary>
    public Exception? Fails { get; init; }
}

/// <summary>Makes and removes things, and keeps a diary of it by the run's clock.</summary>
internal sealed class ThingKind(string type = "thing", params string[] removedAfter) : ResourceKind<Thing, string>
{
    public override string Type => type;

    public override IReadOnlyList<string> RemovedAfter => removedAfter;

    /// <summary>"3 made thing/a": the second at which something happened.</summary>
    public List<string> Diary { get; init; } = [];

    /// <summary>Names of things that cannot be removed.</summary>
    public HashSet<string> Stuck { get; } = [];

    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ThingNotFound";

    public Live<string> Live(string key, string state = "ready", bool ours = true, string? id = null, string? logicalId = null, bool going = false) =>
        new(Type, key, id ?? $"id-{key}", state) { LogicalId = logicalId ?? $"{Type}/{key}", Ours = ours, Going = going };

    protected override Task<IEnumerable<Live<string>>> ObserveAsync(Observation observation) => Task.FromResult<IEnumerable<Live<string>>>([]);

    protected override IEnumerable<PropertyDifference> Compare(Thing desired, string live, Resolution resolution) => new Differences().Check("state", live, "ready");

    protected override IEnumerable<PlannedCall> Requests(Thing desired, Resolution resolution) => [];

    protected override async Task<Live<string>> CreateAsync(Thing desired, ApplyContext context)
    {
        Note(context, $"starts {desired.LogicalId}");
        await Task.Delay(TimeSpan.FromSeconds(desired.Seconds.Exists), context.Clock, context.Cancellation);
        if (desired.Fails is { } error)
        {
            throw error;
        }

        return Made(desired, $"id-{desired.Key}", desired.Seconds.Ready > 0 ? $"{desired.Seconds.Ready}" : "ready");
    }

    protected override Task<Live<string>> UpdateAsync(Thing desired, Live<string> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context) => CreateAsync(desired, context);

    protected override bool IsReady(string state) => state == "ready";

    protected override async Task<Live<string>> WaitReadyAsync(Live<string> live, ApplyContext context)
    {
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(live.State, System.Globalization.CultureInfo.InvariantCulture)), context.Clock, context.Cancellation);
        return live with { State = "ready" };
    }

    protected override async Task DeleteAsync(Live<string> live, ApplyContext context)
    {
        Note(context, $"removes {live.Type}/{live.Name}");
        await Task.Delay(TimeSpan.FromSeconds(1), context.Clock, context.Cancellation);
        if (Stuck.Contains(live.Name))
        {
            throw new AmazonServiceException("held") { ErrorCode = "AccessDenied" };
        }
    }

    private void Note(ApplyContext context, string what) => Diary.Add($"{(context.Clock.GetUtcNow() - Sandbox.VirtualClock.DefaultStart).TotalSeconds:0} {what}");
}
