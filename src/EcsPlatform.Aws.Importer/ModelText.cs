using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsPlatform.Aws.Importer;

/// <summary>Writes a model one operation or shape member a line, so that a refresh reads well as a diff.</summary>
internal static class ModelText
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject model)
    {
        var text = new StringBuilder();
        Write(text, model, indent: 0, depth: 3);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent, int depth)
    {
        if (node is not JsonObject { Count: > 0 } obj || depth == 0 || Short(obj))
        {
            text.Append(node is null ? "null" : node.ToJsonString(Compact));
            return;
        }

        text.Append('{');
        var separator = "\n";
        foreach (var (name, value) in obj)
        {
            text.Append(separator).Append(' ', indent + 2).Append(JsonSerializer.Serialize(name, Compact)).Append(": ");
            Write(text, value, indent + 2, name == "members" ? 1 : depth - 1);
            separator = ",\n";
        }

        text.Append('\n').Append(' ', indent).Append('}');
    }

    private static bool Short(JsonObject obj) => !obj.ContainsKey("members") && obj.ToJsonString(Compact).Length <= 140;
}
