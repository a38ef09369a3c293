namespace EcsPlatform.Core.Engine;

/// <summary>All kinds that platforms are made of, as the blueprints' parts list them: what removal and orphan searches look for.</summary>
public sealed class KnownKinds
{
    private readonly Dictionary<string, IResourceKind> _byType;

    /// <summary>Takes the kinds of all parts.</summary>
    public KnownKinds(IEnumerable<IResourceKind> kinds) => _byType = kinds.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IEnumerable<IResourceKind> All => _byType.Values;

    /// <summary>The kind of that type.</summary>
    public IResourceKind this[string type] => _byType[type];
}
