using System.Collections;
using System.Globalization;
using EcsPlatform.Core.Definition.Schema;

namespace EcsPlatform.Core.Definition.Reading;

/// <summary>Fills the definition's records from nodes, noting positions and whatever does not fit.</summary>
internal sealed class PartBinder(SourceMap source, ProblemList problems)
{
    /// <summary>A part from a mapping, or from its shorthand; null after a problem.</summary>
    public object? Part(Type type, SourceNode node, string path) => Part(type, node, path, null);

    /// <summary>A part in which the keys of a mapping take the place of what was there; null after a problem.</summary>
    /// <param name="type">The record.</param>
    /// <param name="node">The mapping.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="former">What was there: a record of that type, which stays as it is; null for the defaults.</param>
    public object? Part(Type type, SourceNode node, string path, object? former)
    {
        var shape = PartShape.Of(type);
        if (node is not MappingNode mapping)
            return Shorthand(shape, node, path);
        var part = former is null ? shape.Create() : PartShape.Copy(former);
        var seen = new Dictionary<string, SourcePosition>();
        foreach (var entry in mapping.Entries)
        {
            var name = entry.Key.Text;
            var at = Join(path, name);
            if (!seen.TryAdd(name, entry.Key.Position))
                problems.AddAt("key.duplicate", at, entry.Key.Position, name, seen[name].Line);
            else if (shape.Keys.FirstOrDefault(key => key.Name == name) is { } key)
                Set(part, key, entry, at, former is null ? null : key.Get(former));
            else if (RefusedKeys.Find(type, name) is { } refusal)
                problems.AddAt(refusal, at, entry.Key.Position, name);
            else
                problems.AddAt("key.unknown", at, entry.Key.Position, name, Spelling.DidYouMean(name, [.. shape.Keys.Select(known => known.Name)]));
        }
        foreach (var missing in shape.Keys.Where(key => former is null && key.Required && !seen.ContainsKey(key.Name)))
            problems.AddAt("key.missing", path, mapping.Position, missing.Name);
        return part;
    }

    private object? Shorthand(PartShape shape, SourceNode node, string path)
    {
        var property = node is SequenceNode ? shape.Shorthand?.Sequence : node is ScalarNode { IsNull: false } ? shape.Shorthand?.Scalar : null;
        if (property is null)
        {
            problems.AddAt("value.kind", path, node.Position, node.Kind, "a mapping (key: value)");
            return null;
        }
        var part = shape.Create();
        var key = shape.Key(property);
        if (Value(key.Value, node, path) is { } value)
            key.Property.SetValue(part, value);
        return part;
    }

    private void Set(object part, KeyShape key, MappingEntry entry, string path, object? former)
    {
        source.Add(path, entry.Key.Position.Line, entry.Key.Position.Column);
        if (entry.Value is ScalarNode { IsNull: true })
        {
            // An empty part could mean none or one with defaults: 'loadBalancer:' must not silently be none.
            if (!key.Nullable || key.Value.Kind == ValueKind.Part)
                problems.AddAt("value.empty", path, entry.Key.Position, key.Name);
        }
        else if ((key.Value.Kind == ValueKind.Part ? Part(key.Value.Type, entry.Value, path, former) : Value(key.Value, entry.Value, path)) is { } value)
        {
            key.Property.SetValue(part, value);
        }
    }

    private object? Value(ValueShape shape, SourceNode node, string path) => shape.Kind switch
    {
        ValueKind.Part => Part(shape.Type, node, path),
        ValueKind.List => List(shape, node, path),
        ValueKind.Map => Map(shape, node, path),
        _ => Scalar(shape, node, path),
    };

    private Array? List(ValueShape shape, SourceNode node, string path)
    {
        if (node is not SequenceNode sequence)
        {
            problems.AddAt("value.kind", path, node.Position, node.Kind, "a list (- item)");
            return null;
        }
        var items = new ArrayList();
        for (var index = 0; index < sequence.Items.Count; index++)
        {
            var item = sequence.Items[index];
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            source.Add(at, item.Position.Line, item.Position.Column);
            if (Value(shape.Element!, item, at) is { } value)
                items.Add(value);
        }
        return items.ToArray(shape.Element!.Type);
    }

    private Dictionary<string, string>? Map(ValueShape shape, SourceNode node, string path)
    {
        if (node is not MappingNode mapping)
        {
            problems.AddAt("value.kind", path, node.Position, node.Kind, "a mapping (key: value)");
            return null;
        }
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            var at = Join(path, entry.Key.Text);
            if (map.ContainsKey(entry.Key.Text))
                problems.AddAt("key.duplicate", at, entry.Key.Position, entry.Key.Text, source.Find(at).Line);
            source.Add(at, entry.Key.Position.Line, entry.Key.Position.Column);
            if (Value(shape.Element!, entry.Value, at) is string value)
                map.TryAdd(entry.Key.Text, value);
        }
        return map;
    }

    private object? Scalar(ValueShape shape, SourceNode node, string path)
    {
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            problems.AddAt("value.kind", path, node.Position, node.Kind, Expected(shape));
            return null;
        }
        var value = ScalarValue.Read(shape, scalar);
        if (value is null && shape.Kind == ValueKind.Choice)
            problems.AddAt("value.choice", path, node.Position, scalar.Text, Spelling.DidYouMean(scalar.Text, [.. EnumSpelling.All(shape.Type).Select(choice => choice.Spelling)]));
        else if (value is null)
            problems.AddAt("value.type", path, node.Position, scalar.IsPlain ? $"'{scalar.Text}'" : $"\"{scalar.Text}\"", Expected(shape));
        return value;
    }

    private static string Expected(ValueShape shape) => shape.Kind switch
    {
        ValueKind.Integer => "a whole number, without quotes",
        ValueKind.Number => "a number, without quotes",
        ValueKind.Boolean => "true or false, without quotes",
        ValueKind.Choice => "one of " + string.Join(", ", EnumSpelling.All(shape.Type).Select(choice => choice.Spelling)),
        _ => "text",
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
