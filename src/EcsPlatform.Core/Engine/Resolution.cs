using System.Collections.Concurrent;
using EcsPlatform.Core.Resources.CertificateManager;

namespace EcsPlatform.Core.Engine;

/// <summary>What is known of the account and of the platform's live resources: turns references into ids and names into ARNs.</summary>
/// <param name="scope">Which copy of which platform.</param>
/// <param name="accountId">The twelve-digit account id.</param>
/// <param name="partition">"aws", "aws-cn", "aws-us-gov".</param>
/// <param name="zones">Names of the region's availability zones, sorted; empty when nothing has to be placed.</param>
public sealed class Resolution(PlatformScope scope, string accountId, string partition, IReadOnlyList<string> zones)
{
    private readonly ConcurrentDictionary<Resource, LiveResource> _live = new(ReferenceEqualityComparer.Instance);

    /// <summary>Which copy of which platform.</summary>
    public PlatformScope Scope { get; } = scope;

    /// <summary>The twelve-digit account id.</summary>
    public string AccountId { get; } = accountId;

    /// <summary>"aws", "aws-cn", "aws-us-gov".</summary>
    public string Partition { get; } = partition;

    /// <summary>Names of the region's availability zones, sorted; empty when nothing has to be placed.</summary>
    public IReadOnlyList<string> Zones { get; } = zones;

    /// <summary>What is wrong with certificates that listeners are to show, by ARN.</summary>
    public IReadOnlyDictionary<string, CertificateFault> CertificateFaults { get; init; } = new Dictionary<string, CertificateFault>();

    /// <summary>The region.</summary>
    public string Region => Scope.Region;

    /// <summary>The id of a resource that another one refers to; a well-formed placeholder while it does not exist (plans only).</summary>
    public string Id(Resource resource) => Find(resource)?.Id ?? resource.Kind.PlaceholderId(resource);

    /// <summary>The id, or null while it does not exist.</summary>
    public string? TryId(Resource resource) => Find(resource)?.Id;

    /// <summary>The live resource, or null while it does not exist.</summary>
    public LiveResource? Find(Resource resource) => _live.GetValueOrDefault(resource);

    /// <summary>The id belongs to a resource that is wanted.</summary>
    public bool Knows(string id) => _live.Values.Any(live => live.Id == id);

    /// <summary>What the API says of the live resource, or null while it does not exist.</summary>
    public TState? State<TState>(Resource resource)
        where TState : class => (Find(resource) as Live<TState>)?.State;

    /// <summary>The tags that the resource gets, ours included.</summary>
    public IReadOnlyDictionary<string, string> Tags(Resource resource) => PlatformTags.For(Scope, resource, resource.Tags);

    /// <summary>An ARN in this account and region.</summary>
    /// <param name="service">The service's part: "logs".</param>
    /// <param name="resource">What follows the account: "log-group:/ecs/x".</param>
    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{AccountId}:{resource}";

    /// <summary>The ARN of one of the platform's IAM roles.</summary>
    public string RoleArn(string roleName) => $"arn:{Partition}:iam::{AccountId}:role{Scope.IamPath}{roleName}";

    internal void Set(Resource resource, LiveResource live) => _live[resource] = live;

    internal void Forget(Resource resource) => _live.TryRemove(resource, out _);
}
