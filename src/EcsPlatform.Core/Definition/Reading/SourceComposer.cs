using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EcsPlatform.Core.Definition.Reading;

/// <summary>Turns YAML's events into nodes; keeps every position and every duplicate key, which YamlDotNet's own document would not.</summary>
internal sealed class SourceComposer
{
    private const int MostNodes = 200_000; // aliases of aliases grow without end otherwise
    private const int DeepestLevel = 64;

    private readonly IParser _parser;
    private readonly Dictionary<AnchorName, (SourceNode Node, int Size)> _anchors = [];
    private int _count;

    private SourceComposer(IParser parser) => _parser = parser;

    /// <summary>The text's only document; null when there is nothing in it.</summary>
    /// <exception cref="SourceException">It is not YAML, or not one document.</exception>
    public static SourceNode? Compose(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return null;
            parser.Consume<DocumentStart>();
            var node = new SourceComposer(parser).Node(0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out var rest))
                throw new SourceException("yaml.documents", Position(parser.Current?.Start ?? Mark.Empty));
            return node;
        }
        catch (AnchorNotFoundException error)
        {
            throw new SourceException("yaml.alias", Position(error.Start));
        }
        catch (YamlException error)
        {
            throw new SourceException("yaml.syntax", Position(Later(error.End, parser.Current?.End)), Reason(error.Message));
        }
        catch (InvalidOperationException) // the scanner's own slip on an unfinished flow collection
        {
            throw new SourceException("yaml.syntax", Position(parser.Current?.End ?? Mark.Empty), "A bracket or brace that was opened is not closed");
        }
    }

    private SourceNode Node(int level)
    {
        var at = Position(_parser.Current?.Start ?? Mark.Empty);
        if (level > DeepestLevel)
            throw new SourceException("yaml.depth", at, DeepestLevel);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (!_anchors.TryGetValue(alias.Value, out var target))
                throw new SourceException("yaml.alias", Position(alias.Start));
            Count(target.Size, Position(alias.Start));
            return target.Node;
        }
        var before = _count;
        var (node, anchor) = _parser.Current switch
        {
            SequenceStart start => (Sequence(level), start.Anchor),
            MappingStart start => (Mapping(level), start.Anchor),
            _ => Scalar(),
        };
        Count(1, node.Position);
        if (!anchor.IsEmpty)
            _anchors[anchor] = (node, _count - before);
        return node;
    }

    private (SourceNode Node, AnchorName Anchor) Scalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return (new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, Position(scalar.Start)), scalar.Anchor);
    }

    private SequenceNode Sequence(int level)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<SourceNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(level + 1));
        return new SequenceNode(items, Position(start.Start));
    }

    private MappingNode Mapping(int level)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<MappingEntry>();
        var merged = new List<MappingEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(level + 1) is not ScalarNode key)
                throw new SourceException("yaml.key", Position(start.Start));
            var value = Node(level + 1);
            if (key is { IsPlain: true, Text: "<<" })
                merged.AddRange(Merged(value));
            else
                entries.Add(new MappingEntry(key, value));
        }
        var own = entries.Select(entry => entry.Key.Text).ToHashSet();
        entries.AddRange(merged.Where(entry => own.Add(entry.Key.Text)));
        return new MappingNode(entries, Position(start.Start));
    }

    private static IEnumerable<MappingEntry> Merged(SourceNode value) => value switch
    {
        MappingNode mapping => mapping.Entries,
        SequenceNode sequence => sequence.Items.SelectMany(Merged).DistinctBy(entry => entry.Key.Text),
        _ => throw new SourceException("yaml.merge", value.Position),
    };

    private void Count(int nodes, SourcePosition at)
    {
        _count += nodes;
        if (_count > MostNodes)
            throw new SourceException("yaml.size", at, MostNodes);
    }

    private static SourcePosition Position(Mark mark) => new((int)Math.Max(mark.Line, 1), (int)Math.Max(mark.Column, 1));

    // Some of the scanner's errors only know where the construct around them began.
    private static Mark Later(Mark error, Mark? read) => read is { } mark && mark.Index > error.Index ? mark : error;

    private static string Reason(string message) => message.TrimEnd('.').ReplaceLineEndings(" ");
}

/// <summary>The text cannot be read any further.</summary>
internal sealed class SourceException(string id, SourcePosition position, params object[] arguments) : Exception(id)
{
    public string Id { get; } = id;
    public SourcePosition Position { get; } = position;
    public IReadOnlyList<object> Arguments { get; } = arguments;
}
