using System.Collections;

namespace EcsPlatform.Aws.Modeling;

/// <summary>One shape of an API model: what marshallers, constraint checks and the sandbox walk.</summary>
/// <remarks>Instances are generated from <c>Models/*.json</c>, built when first touched, and immutable.</remarks>
public abstract class Shape(string name, ShapeKind kind)
{
    /// <summary>The name in the model.</summary>
    public string Name { get; } = name;

    /// <summary>What it is.</summary>
    public ShapeKind Kind { get; } = kind;

    /// <summary>True where the model marks the value as secret: never logged, never in an error.</summary>
    public bool Sensitive { get; init; }
}

/// <summary>A string, number, boolean, timestamp, blob or document, with its constraints.</summary>
public sealed class ScalarShape(string name, ShapeKind kind) : Shape(name, kind)
{
    /// <summary>Smallest value, or shortest length for strings and blobs.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value, or longest length for strings and blobs.</summary>
    public double? Max { get; init; }

    /// <summary>Regular expression that a string must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The allowed values of an enum; null where any string will do.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>How the shape writes a timestamp, unless the member says otherwise.</summary>
    public TimestampFormat TimestampFormat { get; init; }
}

/// <summary>A list.</summary>
public sealed class ListShape(string name, Func<Member> item, Func<IList> create) : Shape(name, ShapeKind.List)
{
    private Member? _item;

    /// <summary>The element, with its location name ("member" unless the model names it); its accessors are not used.</summary>
    public Member Item => _item ??= item();

    /// <summary>Makes an empty <c>List&lt;T&gt;</c>. Elements of enum lists are plain strings, as in AWSSDK.</summary>
    public IList Create() => create();

    /// <summary>Elements stand directly in the parent, without a wrapper.</summary>
    public bool Flattened { get; init; }

    /// <summary>Fewest elements.</summary>
    public double? Min { get; init; }

    /// <summary>Most elements.</summary>
    public double? Max { get; init; }
}

/// <summary>A map with string keys.</summary>
public sealed class MapShape(string name, Func<Member> key, Func<Member> value, Func<IDictionary> create) : Shape(name, ShapeKind.Map)
{
    private Member? _key;
    private Member? _value;

    /// <summary>The key, with its location name ("key" unless the model names it).</summary>
    public Member Key => _key ??= key();

    /// <summary>The value, with its location name ("value" unless the model names it).</summary>
    public Member Value => _value ??= value();

    /// <summary>Makes an empty <c>Dictionary&lt;string, T&gt;</c>.</summary>
    public IDictionary Create() => create();

    /// <summary>Entries stand directly in the parent, without a wrapper.</summary>
    public bool Flattened { get; init; }

    /// <summary>Fewest entries.</summary>
    public double? Min { get; init; }

    /// <summary>Most entries.</summary>
    public double? Max { get; init; }
}

/// <summary>A structure: a request, a response, an error, or a part of one.</summary>
public sealed class StructureShape(string name, Func<object> create, Func<IReadOnlyList<Member>> members) : Shape(name, ShapeKind.Structure)
{
    private IReadOnlyList<Member>? _members;

    /// <summary>The members in the model's order.</summary>
    public IReadOnlyList<Member> Members => _members ??= members();

    /// <summary>Makes an instance with nothing set.</summary>
    public object Create() => create();

    /// <summary>The member that is the whole body (REST protocols), or null.</summary>
    public string? Payload { get; init; }

    /// <summary>At most one member may be set.</summary>
    public bool Union { get; init; }

    /// <summary>XML element name where the model gives one.</summary>
    public string? LocationName { get; init; }

    /// <summary>XML namespace where the model gives one.</summary>
    public XmlNamespace? XmlNamespace { get; init; }

    /// <summary>For errors: the code on the wire (the model's <c>error.code</c>, else the shape's name); null for other structures.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>For errors: the HTTP status, where the model gives one.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>For errors: true when the service is at fault, false when the sender is.</summary>
    public bool Fault { get; init; }

    /// <summary>The member of that name, or null.</summary>
    public Member? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}

/// <summary>An XML namespace declaration.</summary>
/// <param name="Uri">The namespace.</param>
/// <param name="Prefix">Its prefix, or null for the default namespace.</param>
public sealed record XmlNamespace(string Uri, string? Prefix = null);
