namespace EcsPlatform.Aws.Modeling;

/// <summary>A member of a structure, or the element of a list or map: a shape in a place.</summary>
/// <param name="name">The member's name in the model ("clusterName").</param>
/// <param name="target">The shape, resolved when first asked for (models are recursive).</param>
public sealed class Member(string name, Func<Shape> target)
{
    private Shape? _target;

    /// <summary>The member's name in the model.</summary>
    public string Name { get; } = name;

    /// <summary>What it holds.</summary>
    public Shape Target => _target ??= target();

    /// <summary>The name on the wire where it differs from <see cref="Name"/>; null otherwise.</summary>
    public string? LocationName { get; init; }

    /// <summary>EC2's own name on the wire for requests, where the model gives one (<c>queryName</c>).</summary>
    public string? QueryName { get; init; }

    /// <summary>Where it travels.</summary>
    public MemberLocation Location { get; init; }

    /// <summary>Must be set.</summary>
    public bool Required { get; init; }

    /// <summary>The member says that its list or map is flattened (the shape may say it as well).</summary>
    public bool Flattened { get; init; }

    /// <summary>Filled with a fresh token when the caller leaves it out.</summary>
    public bool IdempotencyToken { get; init; }

    /// <summary>Part of the host name (<c>{Name}.</c> in the operation's host prefix).</summary>
    public bool HostLabel { get; init; }

    /// <summary>A string that holds JSON, base64-encoded in headers.</summary>
    public bool JsonValue { get; init; }

    /// <summary>Travels as an XML attribute of its parent.</summary>
    public bool XmlAttribute { get; init; }

    /// <summary>XML namespace where the model gives one.</summary>
    public XmlNamespace? XmlNamespace { get; init; }

    /// <summary>How this member writes a timestamp, where it differs from the shape's way.</summary>
    public TimestampFormat TimestampFormat { get; init; }

    /// <summary>Reads the value from an instance of the structure: null when not set; enums as plain strings, numbers and dates boxed.</summary>
    public Func<object, object?> Get { get; init; } = static _ => throw new InvalidOperationException("not a structure's member");

    /// <summary>Sets the value on an instance of the structure; takes what <see cref="Get"/> gives.</summary>
    public Action<object, object?> Set { get; init; } = static (_, _) => throw new InvalidOperationException("not a structure's member");
}
