using System.Collections.Concurrent;
using EcsPlatform.Aws;
using EcsPlatform.Core.Resources.CertificateManager;

namespace EcsPlatform.Core.Engine;

/// <summary>How much an observation asks for.</summary>
public enum ObservationDepth
{
    /// <summary>Everything that is compared with the definition.</summary>
    Full,

    /// <summary>Only what exists and whose it is: enough to remove it.</summary>
    Existence,
}

/// <summary>One look at AWS: kinds list side by side and share what they list.</summary>
public sealed class Observation(AwsClients aws, PlatformScope scope, IReadOnlyList<Resource> desired, ObservationDepth depth, TimeProvider clock, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<string, object> _shared = new(StringComparer.Ordinal);

    /// <summary>The clients.</summary>
    public AwsClients Aws { get; } = aws;

    /// <summary>Which copy of which platform.</summary>
    public PlatformScope Scope { get; } = scope;

    /// <summary>What the definition wants; empty when there is none (removal by name alone).</summary>
    public IReadOnlyList<Resource> Desired { get; } = desired;

    /// <summary>How much is asked for.</summary>
    public ObservationDepth Depth { get; } = depth;

    /// <summary>Types of which a look before this one, in the same removal, found nothing.</summary>
    public IReadOnlySet<string> Absent { get; init; } = new HashSet<string>();

    /// <summary>Whether a type is worth calls even when nothing wants it: in a removal nothing may be overlooked, but once is enough. Otherwise, and the second
    /// time, the tags that all types share tell whether something is there.</summary>
    /// <param name="type">The kind's type.</param>
    public bool Searches(string type) => Depth == ObservationDepth.Existence && !Absent.Contains(type);

    /// <summary>Whether a resource with a trustworthy <see cref="Fingerprint"/> may stay undescribed until it is known what is wanted of it: plans compare, and
    /// what reads a platform back needs it all.</summary>
    internal bool TakesFingerprints { get; init; }

    /// <summary>The account, where a look before this one asked for it.</summary>
    internal (string AccountId, string Partition)? Account { get; init; }

    /// <summary>Ends the look.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The clock that the look goes by.</summary>
    internal TimeProvider Clock => clock;

    /// <summary>Names of the region's availability zones, sorted; empty unless a kind needed them and looked them up.</summary>
    public IReadOnlyList<string> Zones { get; internal set; } = [];

    /// <summary>What is wrong with certificates that listeners are to show, by ARN; those that can be used are not in it.</summary>
    public IReadOnlyDictionary<string, CertificateFault> CertificateFaults { get; internal set; } = new Dictionary<string, CertificateFault>();

    /// <summary>The desired resources of one class: their names say what to look for.</summary>
    public IEnumerable<TResource> DesiredOf<TResource>()
        where TResource : Resource => Desired.OfType<TResource>();

    /// <summary>What the kinds of one look do together, made when first asked for.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="make">Makes it; sends nothing.</param>
    internal T Shared<T>(string key, Func<T> make)
        where T : class => (T)_shared.GetOrAdd(key, _ => make());

    /// <summary>Runs a listing at most once per look, however many kinds ask for it.</summary>
    /// <param name="key">The listing's name.</param>
    /// <param name="list">The listing.</param>
    public async Task<T> OnceAsync<T>(string key, Func<Task<T>> list)
    {
        var mine = new Announcement<(T Listed, int Depth)>();
        var shared = (Announcement<(T Listed, int Depth)>)_shared.GetOrAdd(key, mine);
        if (ReferenceEquals(shared, mine))
        {
            _ = AnnounceAsync(mine, list);
        }

        var (listed, depth) = await shared.HearAsync();
        CallChain.Current?.Join(depth);
        return listed;
    }

    /// <summary>Runs one kind's part of the look on a call chain of its own.</summary>
    internal async Task<T> BranchAsync<T>(Func<Task<T>> work)
    {
        var parent = CallChain.Current;
        var (result, depth) = await ListAsync(work);
        parent?.Join(depth);
        return result;
    }

    private async Task AnnounceAsync<T>(Announcement<(T Listed, int Depth)> announcement, Func<Task<T>> list)
    {
        try
        {
            announcement.Announce(await ListAsync(list));
        }
        catch (Exception error)
        {
            announcement.Fail(error);
        }
    }

    private async Task<(T Listed, int Depth)> ListAsync<T>(Func<Task<T>> list)
    {
        var chain = CallChain.Begin(CallChain.Current?.Depth ?? 0);
        return (await Patience.RunAsync(list, clock, Cancellation), chain.Depth);
    }
}
