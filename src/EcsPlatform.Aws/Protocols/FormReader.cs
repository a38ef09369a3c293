using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>A request from the tree of a form.</summary>
internal sealed class FormReader(FormDialect dialect)
{
    public void ReadMembers(FormNode node, StructureShape shape, object instance)
    {
        foreach (var member in shape.Members)
        {
            if (node.Child(dialect.Name(member)) is { } child && Read(child, member) is { } value)
            {
                member.Set(instance, value);
            }
        }
    }

    private object? Read(FormNode node, Member place)
    {
        switch (place.Target)
        {
            case StructureShape structure:
                var instance = structure.Create();
                ReadMembers(node, structure, instance);
                return instance;
            case ListShape list:
                return ReadList(node, place, list);
            case MapShape map:
                return ReadMap(WireNames.IsFlattened(place) ? node : node.Child("entry"), map);
            default:
                return node.Value is null ? null : ScalarText.Read(place, node.Value);
        }
    }

    private object ReadList(FormNode node, Member place, ListShape list)
    {
        var items = list.Create();
        var name = dialect.Item(place, list);

        // Some clients write "member" whatever the model calls the item; services take both.
        var numbered = name is null ? node : node.Child(name) ?? node.Child("member");
        foreach (var item in numbered?.Numbered() ?? [])
        {
            if (Read(item, list.Item) is { } value)
            {
                items.Add(value);
            }
        }

        return items;
    }

    private object? ReadMap(FormNode? node, MapShape map)
    {
        if (node is null)
        {
            return null;
        }

        var entries = map.Create();
        foreach (var entry in node.Numbered())
        {
            if (entry.Child(WireNames.Key(map))?.Value is { } key && entry.Child(WireNames.Value(map)) is { } value && Read(value, map.Value) is { } read)
            {
                entries[key] = read;
            }
        }

        return entries;
    }
}
