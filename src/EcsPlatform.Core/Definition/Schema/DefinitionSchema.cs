using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsPlatform.Core.Definition.Schema;

/// <summary>Writes the JSON schema of the definition from its records, for editors.</summary>
public static class DefinitionSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text, always the same for the same records.</summary>
    /// <param name="documentation">The assembly's XML documentation, which descriptions come from.</param>
    public static string Write(XmlDocumentation documentation)
    {
        ArgumentNullException.ThrowIfNull(documentation);
        var parts = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var platform = Part(PartShape.Of(typeof(PlatformDefinition)), documentation, parts);
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "EcsPlatform platform definition" };
        foreach (var (key, value) in platform.ToList())
        {
            platform.Remove(key);
            schema[key] = value;
        }
        schema["definitions"] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value)));
        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Part(PartShape shape, XmlDocumentation documentation, SortedDictionary<string, JsonNode> parts)
    {
        var defaults = shape.Create();
        var properties = new JsonObject();
        foreach (var key in shape.Keys)
            properties[key.Name] = Key(key, defaults, documentation, parts);
        var part = new JsonObject { ["description"] = documentation.Summary(shape.Type), ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = shape.Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0)
            part["required"] = new JsonArray(required);
        return part;
    }

    private static JsonObject Key(KeyShape key, object defaults, XmlDocumentation documentation, SortedDictionary<string, JsonNode> parts)
    {
        var schema = new JsonObject { ["description"] = documentation.Summary(key.Property) };
        foreach (var (name, value) in Value(key.Value, documentation, parts).ToList())
            schema[name] = value?.DeepClone();
        if (key.Property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema["minimum"] = Number(range.Minimum);
            schema["maximum"] = Number(range.Maximum);
        }
        if (key.Property.GetCustomAttribute<RegularExpressionAttribute>() is { } rule)
            schema["pattern"] = rule.Pattern;
        if (!key.Required && Default(key, defaults) is { } standard)
            schema["default"] = standard;
        return schema;
    }

    private static JsonObject Value(ValueShape shape, XmlDocumentation documentation, SortedDictionary<string, JsonNode> parts) => shape.Kind switch
    {
        ValueKind.Text => new JsonObject { ["type"] = "string" },
        ValueKind.Integer => new JsonObject { ["type"] = "integer" },
        ValueKind.Number => new JsonObject { ["type"] = "number" },
        ValueKind.Boolean => new JsonObject { ["type"] = "boolean" },
        ValueKind.Choice => new JsonObject { ["enum"] = new JsonArray([.. EnumSpelling.All(shape.Type).Select(choice => (JsonNode)choice.Spelling)]) },
        ValueKind.List => new JsonObject { ["type"] = "array", ["items"] = Value(shape.Element!, documentation, parts) },
        // The reader takes numbers and truth values in maps as the text that they are written as.
        ValueKind.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } },
        _ => Reference(PartShape.Of(shape.Type), documentation, parts),
    };

    private static JsonObject Reference(PartShape shape, XmlDocumentation documentation, SortedDictionary<string, JsonNode> parts)
    {
        var name = shape.Type.Name;
        if (parts.TryAdd(name, new JsonObject()))
        {
            var forms = new[] { shape.Shorthand?.Scalar, shape.Shorthand?.Sequence }.OfType<string>()
                .Select(property => (JsonNode)Key(shape.Key(property), shape.Create(), documentation, parts)).ToList();
            var whole = Part(shape, documentation, parts);
            parts[name] = forms.Count == 0 ? whole : new JsonObject { ["anyOf"] = new JsonArray([.. forms, whole]) };
        }
        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private static JsonValue? Default(KeyShape key, object defaults) => (key.Value.Kind, key.Get(defaults)) switch
    {
        (ValueKind.Choice, Enum value) => JsonValue.Create(value.Spell()),
        (_, string value) when value.Length > 0 => JsonValue.Create(value),
        (_, int value) => JsonValue.Create(value),
        (_, double value) => JsonValue.Create(value),
        (_, bool value) => JsonValue.Create(value),
        _ => null,
    };

    private static JsonValue Number(object value) => value is int whole ? JsonValue.Create(whole) : JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture));
}
