using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Values of a model from XML elements. An empty element is an empty string, list, map or structure; a missing one is null.</summary>
internal static class XmlValueReader
{
    public static void ReadMembers(XElement element, IEnumerable<Member> members, object instance)
    {
        foreach (var member in members)
        {
            if (ReadMember(element, member) is { } value)
            {
                member.Set(instance, value);
            }
        }
    }

    /// <summary>The value of an element that stands for the place itself.</summary>
    public static object? ReadValue(XElement element, Member place)
    {
        switch (place.Target)
        {
            case StructureShape structure:
                var instance = structure.Create();
                ReadMembers(element, structure.Members, instance);
                return instance;
            case ListShape list:
                return ReadItems(Items(element, list), list);
            case MapShape map:
                return ReadEntries(element.Children("entry"), map);
            case { Kind: ShapeKind.String }:
                return element.Value;
            case { Kind: ShapeKind.Blob }:
                return ScalarText.Read(place, element.Value);
            default:
                return element.Value.Trim() is { Length: > 0 } text ? ScalarText.Read(place, text) : null;
        }
    }

    private static object? ReadMember(XElement parent, Member member)
    {
        if (member.XmlAttribute)
        {
            var name = WireNames.Of(member);
            var local = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
            return parent.Attributes().FirstOrDefault(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.LocalName == local) is { } found
                ? ScalarText.Read(member, found.Value)
                : null;
        }

        var elements = parent.Children(WireNames.Element(member));
        if (!WireNames.IsFlattened(member))
        {
            return elements.FirstOrDefault() is { } element ? ReadValue(element, member) : null;
        }

        return !elements.Any() ? null : member.Target switch
        {
            ListShape list => ReadItems(elements, list),
            MapShape map => ReadEntries(elements, map),
            _ => ReadValue(elements.First(), member),
        };
    }

    /// <summary>The items of a list under whatever name they come: EC2 and IAM are not true to their models everywhere.</summary>
    private static IEnumerable<XElement> Items(XElement element, ListShape list)
    {
        var named = element.Children(WireNames.Item(list));
        return named.Any() ? named : element.Elements();
    }

    private static object ReadItems(IEnumerable<XElement> elements, ListShape list)
    {
        var items = list.Create();
        foreach (var element in elements)
        {
            if (ReadValue(element, list.Item) is { } value)
            {
                items.Add(value);
            }
        }

        return items;
    }

    private static object ReadEntries(IEnumerable<XElement> elements, MapShape map)
    {
        var entries = map.Create();
        foreach (var element in elements)
        {
            if (element.Child(WireNames.Key(map)) is { } key && element.Child(WireNames.Value(map)) is { } value && ReadValue(value, map.Value) is { } read)
            {
                entries[key.Value] = read;
            }
        }

        return entries;
    }
}
