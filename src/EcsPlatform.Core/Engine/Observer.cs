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

    /// <summary>All that is there, as a value.</summary>
    public Task<Sight> LookAsync(PlatformScope scope, IReadOnlyList<Resource> desired, ObservationDepth depth, CancellationToken cancellation) =>
        LookAsync(new Observation(aws, scope, desired, depth, clock, cancellation));

    /// <summary>The look after a removal, which knows already what was not there before it.</summary>
    public Task<Sight> LookAgainAsync(Plan removal, IReadOnlyList<Resource> desired, CancellationToken cancellation)
    {
        var absent = kinds.All.Select(kind => kind.Type).Except(removal.Steps.Select(step => step.Type), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        return LookAsync(new Observation(aws, removal.Scope, desired, ObservationDepth.Existence, clock, cancellation)
        {
            Absent = absent,
            Account = (removal.Resolution.AccountId, removal.Resolution.Partition),
        });
    }

    /// <summary>What there is, claimed for what is wanted: what has a trustworthy fingerprint is described only if that is not of what is wanted.</summary>
    public async Task<Planner.Claims> ClaimAsync(PlatformScope scope, IReadOnlyList<Resource> desired, CancellationToken cancellation)
    {
        var observation = new Observation(aws, scope, desired, ObservationDepth.Full, clock, cancellation) { TakesFingerprints = true };
        var claims = Planner.Claim(desired, await LookAsync(observation));
        var resolution = claims.Sight.Resolution;
        await Task.WhenAll(desired.Select(async resource =>
        {
            if (resolution.Find(resource) is not { } live)
            {
                return;
            }

            var closer = await observation.BranchAsync(() => resource.Kind.LookCloserAsync(resource, live, resolution, observation));
            if (closer is null)
            {
                resolution.Forget(resource);
            }
            else if (!ReferenceEquals(closer, live))
            {
                resolution.Set(resource, closer);
            }
        }).ToArray());
        return claims;
    }

    /// <summary>One kind only: used to find again what may or may not have been made.</summary>
    public Task<IReadOnlyList<LiveResource>> LookForAsync(IResourceKind kind, PlatformScope scope, IReadOnlyList<Resource> desired, CancellationToken cancellation)
    {
        var observation = new Observation(aws, scope, desired, ObservationDepth.Full, clock, cancellation);
        return observation.BranchAsync(() => kind.ObserveAsync(observation));
    }

    internal static Task<(string AccountId, string Partition)> IdentifyAsync(Observation observation) => observation.Account is { } known ? Task.FromResult(known) : observation.OnceAsync("account", async () =>
    {
        var identity = await observation.Aws.SecurityToken.GetCallerIdentityAsync(new(), observation.Cancellation);
        return (identity.Account, identity.Arn.Split(':')[1]);
    });

    private async Task<Sight> LookAsync(Observation observation)
    {
        var account = IdentifyAsync(observation);
        var lists = await Task.WhenAll(kinds.All.Select(kind => observation.BranchAsync(() => kind.ObserveAsync(observation))).ToArray());
        var (accountId, partition) = await account;
        return new Sight([.. lists.SelectMany(list => list)], new Resolution(observation.Scope, accountId, partition, observation.Zones) { CertificateFaults = observation.CertificateFaults }, kinds);
    }
}
