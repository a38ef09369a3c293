namespace EcsPlatform.Core.Definition.Reading;

/// <summary>A piece of YAML and where it stands.</summary>
internal abstract record SourceNode(SourcePosition Position)
{
    /// <summary>How the kind is called in messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A plain or quoted value.</summary>
internal sealed record ScalarNode(string Text, bool IsPlain, SourcePosition Position) : SourceNode(Position)
{
    public override string Kind => IsNull ? "nothing" : "a single value";

    /// <summary>Nothing was written, or null.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed record SequenceNode(IReadOnlyList<SourceNode> Items, SourcePosition Position) : SourceNode(Position)
{
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the file; duplicates included.</summary>
internal sealed record MappingNode(IReadOnlyList<MappingEntry> Entries, SourcePosition Position) : SourceNode(Position)
{
    public override string Kind => "a mapping";
}

/// <summary>A key with its value.</summary>
internal sealed record MappingEntry(ScalarNode Key, SourceNode Value);
