using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Export;

/// <summary>A platform's live resources, to be looked up by kind and logical id.</summary>
internal sealed class LivePlatform
{
    private readonly ILookup<string, LiveResource> _byType;

    public LivePlatform(PlatformScope scope, IEnumerable<LiveResource> live)
    {
        Scope = scope;
        _byType = live.Where(resource => resource is { Ours: true, Going: false, LogicalId: not null })
            .OrderBy(resource => resource.LogicalId, StringComparer.Ordinal)
            .ToLookup(resource => resource.Type, StringComparer.Ordinal);
    }

    public PlatformScope Scope { get; }

    /// <summary>Something of ours has that id or ARN.</summary>
    public bool Owns(string id) => _byType.Any(kind => kind.Any(resource => resource.Id == id));

    /// <summary>All of a kind, in the order of their logical ids.</summary>
    public IEnumerable<Live<TState>> All<TState>(IResourceKind kind) => _byType[kind.Type].OfType<Live<TState>>();

    /// <summary>What a resource is called within its kind: "private-a" of "subnet/private-a".</summary>
    public static string KeyOf(LiveResource resource) => resource.LogicalId![(resource.LogicalId!.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The one of that key; null when it is not there.</summary>
    public Live<TState>? Find<TState>(IResourceKind kind, string key) => All<TState>(kind).FirstOrDefault(resource => KeyOf(resource) == key);

    /// <summary>All of a kind that belong to a microservice.</summary>
    public IEnumerable<Live<TState>> Of<TState>(IResourceKind kind, string service) => All<TState>(kind).Where(resource => resource.Service == service);
}
