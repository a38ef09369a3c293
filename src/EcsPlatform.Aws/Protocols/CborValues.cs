using System.Collections;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Values of a model as CBOR items, and back.</summary>
internal static class CborValues
{
    /// <summary>CBOR's tag for seconds since 1970.</summary>
    private const ulong EpochTag = 1;

    public static void WriteStructure(CborWriter cbor, IReadOnlyList<MemberValue> members)
    {
        cbor.Map(members.Count);
        WriteMembers(cbor, members);
    }

    public static void WriteMembers(CborWriter cbor, IReadOnlyList<MemberValue> members)
    {
        foreach (var (member, value) in members)
        {
            cbor.Text(WireNames.Of(member));
            Write(cbor, member, value);
        }
    }

    public static void ReadMembers(IReadOnlyDictionary<string, object?> map, StructureShape shape, object instance)
    {
        foreach (var member in shape.Members)
        {
            if (map.TryGetValue(WireNames.Of(member), out var value) && Read(value, member) is { } read)
            {
                member.Set(instance, read);
            }
        }
    }

    private static void Write(CborWriter cbor, Member place, object? value)
    {
        switch (value)
        {
            case null:
                cbor.Null();
                break;
            case string text:
                cbor.Text(text);
                break;
            case bool flag:
                cbor.Boolean(flag);
                break;
            case int or long:
                cbor.Integer(Convert.ToInt64(value));
                break;
            case float number:
                cbor.Float(number);
                break;
            case double number:
                cbor.Double(number);
                break;
            case DateTime time:
                cbor.Tag(EpochTag);
                cbor.Double((double)Timestamps.ToUnixSeconds(time));
                break;
            case Stream blob:
                cbor.Bytes(Blobs.ToArray(blob));
                break;
            case IDictionary entries when place.Target is MapShape map:
                cbor.Map(entries.Count);
                foreach (DictionaryEntry entry in entries)
                {
                    cbor.Text((string)entry.Key);
                    Write(cbor, map.Value, entry.Value);
                }

                break;
            case IList items when place.Target is ListShape list:
                cbor.Array(items.Count);
                foreach (var item in items)
                {
                    Write(cbor, list.Item, item);
                }

                break;
            default:
                WriteStructure(cbor, MemberValue.Of((StructureShape)place.Target, value));
                break;
        }
    }

    private static object? Read(object? value, Member place)
    {
        switch (place.Target, value)
        {
            case (_, null):
                return null;
            case (StructureShape structure, IReadOnlyDictionary<string, object?> map):
                var instance = structure.Create();
                ReadMembers(map, structure, instance);
                return instance;
            case (ListShape list, List<object?> values):
                var items = list.Create();
                foreach (var item in values)
                {
                    if (Read(item, list.Item) is { } read)
                    {
                        items.Add(read);
                    }
                }

                return items;
            case (MapShape shape, IReadOnlyDictionary<string, object?> map):
                var entries = shape.Create();
                foreach (var (key, item) in map)
                {
                    if (Read(item, shape.Value) is { } read)
                    {
                        entries[key] = read;
                    }
                }

                return entries;
            default:
                return ReadScalar(value, place);
        }
    }

    private static object ReadScalar(object value, Member place) => (place.Target.Kind, value) switch
    {
        (ShapeKind.String, string text) => text,
        (ShapeKind.Boolean, bool flag) => flag,
        (ShapeKind.Integer, long number) when number is >= int.MinValue and <= int.MaxValue => (int)number,
        (ShapeKind.Long, long number) => number,
        (ShapeKind.Float, long or double) => Convert.ToSingle(value),
        (ShapeKind.Double, long or double) => Convert.ToDouble(value),
        (ShapeKind.Timestamp, long or double) => Timestamps.FromUnixSeconds(Convert.ToDouble(value)),
        (ShapeKind.Blob, byte[] bytes) => new MemoryStream(bytes),
        _ => throw new WireFormatException($"{place.Name} is not a {place.Target.Kind.ToString().ToLowerInvariant()}."),
    };
}
