using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>Looks at AWS: every kind lists what there is, side by side.</summary>
internal sealed class Observer(AwsClients aws, TimeProvider clock, KnownKinds kinds)
{
    /// <summary>What one look found.</summary>
    /// <param name="Live">Every live resource that is ours or has a name that we would use.</param>
    /// <param name="Resolution">The account, with nothing resolved yet.</param>
    /// <param name="Kinds">The kinds that were looked for.</param>
    public sealed record Sight(IReadOnlyList<LiveResource> Live, Resolution Resolution, KnownKinds Kinds);

    public async Task<Sight> LookAsync(PlatformScope scope, IReadOnlyList<Resource> desired, ObservationDepth depth, CancellationToken cancellation, IReadOnlySet<string>? absent = null)
    {
        var observation = new Observation(aws, scope, desired, depth, clock, cancellation) { Absent = absent ?? new HashSet<string>() };
        var account = IdentifyAsync(observation);
        var lists = await Task.WhenAll(kinds.All.Select(kind => observation.BranchAsync(() => kind.ObserveAsync(observation))).ToArray());
        var (accountId, partition) = await account;
        return new Sight([.. lists.SelectMany(list => list)], new Resolution(scope, accountId, partition, observation.Zones) { CertificateFaults = observation.CertificateFaults }, kinds);
    }

    /// <summary>One kind only: used to find again what may or may not have been made.</summary>
    public Task<IReadOnlyList<LiveResource>> LookForAsync(IResourceKind kind, PlatformScope scope, IReadOnlyList<Resource> desired, CancellationToken cancellation)
    {
        var observation = new Observation(aws, scope, desired, ObservationDepth.Full, clock, cancellation);
        return observation.BranchAsync(() => kind.ObserveAsync(observation));
    }

    internal static Task<(string AccountId, string Partition)> IdentifyAsync(Observation observation) => observation.OnceAsync("account", async () =>
    {
        var identity = await observation.Aws.SecurityToken.GetCallerIdentityAsync(new(), observation.Cancellation);
        return (identity.Account, identity.Arn.Split(':')[1]);
    });
}
