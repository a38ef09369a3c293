using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EcsPlatform.PowerShell.Help;

/// <summary>The summaries that stand beside the assemblies, by member.</summary>
internal sealed partial class XmlTexts
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    public static XmlTexts ReadAll(string folder)
    {
        var texts = new XmlTexts();
        foreach (var file in Directory.GetFiles(folder, "EcsPlatform.PowerShell*.xml").Order(StringComparer.Ordinal))
        {
            foreach (var member in XDocument.Load(file).Descendants("member"))
            {
                texts._members[(string)member.Attribute("name")!] = member;
            }
        }

        return texts;
    }

    /// <summary>What a type is; null where nothing says so.</summary>
    public string? Of(Type type) => Summary($"T:{type.FullName}");

    /// <summary>What a property is, or what the base says that it overrides; null where nothing says so.</summary>
    public string? Of(PropertyInfo property)
    {
        for (var type = property.DeclaringType; type is not null; type = type.BaseType)
        {
            if (Summary($"P:{type.FullName}.{property.Name}") is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private string? Summary(string id) =>
        _members.TryGetValue(id, out var member) && member.Element("summary") is { } summary && Plain(summary) is { Length: > 0 } text ? text : null;

    private static string Plain(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText part => part.Value,
                XElement { HasAttributes: true } named => ((string?)named.Attribute("langword") ?? (string?)named.Attribute("cref") ?? (string?)named.Attribute("name") ?? "").Split('.', ':')[^1],
                XElement inner => Plain(inner),
                _ => "",
            });
        }

        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
