using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EcsPlatform.Core.Definition.Schema;

/// <summary>The summaries in an assembly's XML documentation, as plain text.</summary>
/// <param name="document">What the compiler wrote.</param>
public sealed partial class XmlDocumentation(XDocument document)
{
    private readonly Dictionary<string, XElement> _members = document.Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);

    /// <summary>The documentation that lies beside an assembly.</summary>
    public static XmlDocumentation Beside(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new XmlDocumentation(XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace));
    }

    /// <summary>What a type is.</summary>
    public string Summary(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Text($"T:{type.FullName}");
    }

    /// <summary>What a property is.</summary>
    public string Summary(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return Text($"P:{property.DeclaringType!.FullName}.{property.Name}");
    }

    private string Text(string member) =>
        _members.TryGetValue(member, out var summary) ? Space().Replace(string.Concat(summary.Nodes().Select(Plain)), " ").Trim() : "";

    // A reference to a property is shown as the key that it is in the file.
    private static string Plain(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => Referred(see.Attribute("cref")?.Value ?? ""),
        XElement element => element.Value,
        XText text => text.Value,
        _ => "",
    };

    private static string Referred(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith("P:", StringComparison.Ordinal) ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name) : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
