using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using System.Xml.Linq;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>One text for all bodies that mean the same, so that a failing case shows both sides.</summary>
internal static class Canonical
{
    /// <summary>Sorted members, no nulls in objects, numbers by value.</summary>
    public static string Json(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject map => "{" + string.Join(", ", map.Where(entry => entry.Value is not null).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"\"{entry.Key}\": {Json(entry.Value)}")) + "}",
        JsonArray list => "[" + string.Join(", ", list.Select(Json)) + "]",
        _ => double.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : node.ToJsonString(),
    };

    public static string Json(string text) => Json(JsonNode.Parse(text));

    /// <summary>Indentation dropped; siblings by name, those of one name in their order; namespaces by URI.</summary>
    public static string Xml(string text) => Xml(XElement.Parse(text));

    /// <summary>The pairs of a form or query string, sorted.</summary>
    public static string Form(string text) =>
        string.Join('\n', text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal));

    private static string Xml(XElement element)
    {
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal);
        var head = $"<{element.Name}{string.Concat(attributes.Select(attribute => $" {attribute.Name}='{attribute.Value}'"))}>";
        return head + (element.HasElements
            ? string.Concat(element.Elements().OrderBy(child => child.Name.ToString(), StringComparer.Ordinal).Select(Xml))
            : HttpUtility.HtmlEncode(element.Value)) + "</>";
    }
}
