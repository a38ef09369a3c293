using System.Collections;
using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Values of a model as XML elements.</summary>
/// <remarks>A default namespace is inherited: elements without one of their own are put into their parent's, so that no <c>xmlns=""</c> appears.</remarks>
internal static class XmlValueWriter
{
    public static void WriteMembers(XElement parent, IEnumerable<MemberValue> members, XNamespace ns)
    {
        foreach (var (member, value) in members)
        {
            if (member.XmlAttribute)
            {
                parent.Add(new XAttribute(AttributeName(parent, WireNames.Of(member)), ScalarText.Write(member, value, TimestampFormat.Iso8601)));
            }
            else
            {
                Write(parent, WireNames.Element(member), member, value, ns);
            }
        }
    }

    /// <summary>An element with its namespace declaration, and the namespace that its children inherit.</summary>
    public static XElement Element(string name, XmlNamespace? declared, ref XNamespace ns)
    {
        if (declared is { Prefix: null })
        {
            ns = declared.Uri;
        }

        var element = new XElement(ns + name);
        if (declared is { Prefix: { } prefix })
        {
            element.Add(new XAttribute(XNamespace.Xmlns + prefix, declared.Uri));
        }

        return element;
    }

    private static void Write(XElement parent, string name, Member place, object? value, XNamespace ns)
    {
        if (value is null)
        {
            return;
        }

        switch (place.Target)
        {
            case ListShape list when WireNames.IsFlattened(place):
                foreach (var item in (IEnumerable)value)
                {
                    WriteItem(parent, name, place, list, item, ns);
                }

                break;
            case MapShape map when WireNames.IsFlattened(place):
                foreach (DictionaryEntry entry in (IDictionary)value)
                {
                    WriteEntry(parent, name, place.XmlNamespace, map, entry, ns);
                }

                break;
            default:
                var element = Element(name, place.XmlNamespace ?? (place.Target as StructureShape)?.XmlNamespace, ref ns);
                parent.Add(element);
                Fill(element, place, value, ns);
                break;
        }
    }

    private static void Fill(XElement element, Member place, object value, XNamespace ns)
    {
        switch (place.Target)
        {
            case StructureShape structure:
                WriteMembers(element, MemberValue.Of(structure, value), ns);
                break;
            case ListShape list:
                foreach (var item in (IEnumerable)value)
                {
                    Write(element, WireNames.Item(list), list.Item, item, ns);
                }

                break;
            case MapShape map:
                foreach (DictionaryEntry entry in (IDictionary)value)
                {
                    WriteEntry(element, "entry", null, map, entry, ns);
                }

                break;
            default:
                element.Value = ScalarText.Write(place, value, TimestampFormat.Iso8601);
                break;
        }
    }

    /// <summary>An element of a flattened list: the member's name and namespace, the item's own namespace where the member has none.</summary>
    private static void WriteItem(XElement parent, string name, Member place, ListShape list, object? item, XNamespace ns)
    {
        if (item is not null)
        {
            var element = Element(name, place.XmlNamespace ?? list.Item.XmlNamespace, ref ns);
            parent.Add(element);
            Fill(element, list.Item, item, ns);
        }
    }

    private static void WriteEntry(XElement parent, string name, XmlNamespace? declared, MapShape map, DictionaryEntry entry, XNamespace ns)
    {
        var element = Element(name, declared, ref ns);
        parent.Add(element);
        Write(element, WireNames.Key(map), map.Key, entry.Key, ns);
        Write(element, WireNames.Value(map), map.Value, entry.Value, ns);
    }

    /// <summary>"xsi:type" needs the namespace that the parent declares for the prefix.</summary>
    private static XName AttributeName(XElement parent, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? name
            : (parent.GetNamespaceOfPrefix(name[..colon]) ?? throw new InvalidOperationException($"No namespace for the attribute {name}.")) + name[(colon + 1)..];
    }
}
