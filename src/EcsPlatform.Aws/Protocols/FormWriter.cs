using System.Collections;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>A request as the pairs of a form.</summary>
internal sealed class FormWriter(FormDialect dialect)
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    public void Add(string name, string value) => _pairs.Add(new(name, value));

    public void WriteMembers(string prefix, IEnumerable<MemberValue> members)
    {
        foreach (var (member, value) in members)
        {
            Write(prefix + dialect.Name(member), member, value);
        }
    }

    private void Write(string name, Member place, object? value)
    {
        switch (place.Target)
        {
            case var _ when value is null:
                break;
            case StructureShape structure:
                WriteMembers(name + ".", MemberValue.Of(structure, value));
                break;
            case ListShape list:
                WriteList(name, place, list, (IList)value);
                break;
            case MapShape map:
                WriteMap(WireNames.IsFlattened(place) ? name : name + ".entry", map, (IDictionary)value);
                break;
            default:
                Add(name, ScalarText.Write(place, value, TimestampFormat.Iso8601));
                break;
        }
    }

    private void WriteList(string name, Member place, ListShape list, IList items)
    {
        if (items.Count == 0 && dialect.WritesEmptyLists)
        {
            Add(name, "");
        }

        var prefix = dialect.Item(place, list) is { } item ? $"{name}.{item}." : name + ".";
        for (var i = 0; i < items.Count; i++)
        {
            Write(FormattableString.Invariant($"{prefix}{i + 1}"), list.Item, items[i]);
        }
    }

    private void WriteMap(string prefix, MapShape map, IDictionary entries)
    {
        var number = 0;
        foreach (DictionaryEntry entry in entries)
        {
            number++;
            Write(FormattableString.Invariant($"{prefix}.{number}.{WireNames.Key(map)}"), map.Key, entry.Key);
            Write(FormattableString.Invariant($"{prefix}.{number}.{WireNames.Value(map)}"), map.Value, entry.Value);
        }
    }
}
