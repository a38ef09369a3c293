using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsPlatform.Core.Tests.Definition;

/// <summary>As much of JSON schema as the definition's schema uses.</summary>
internal static class SchemaCheck
{
    public static List<string> Errors(JsonNode root, JsonNode? value) => [.. Check(root, root, value, "$")];

    private static IEnumerable<string> Check(JsonNode root, JsonNode schema, JsonNode? value, string path)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Check(root, root["definitions"]![reference.Split('/')[^1]]!, value, path);
        if (schema["anyOf"] is JsonArray forms)
            return forms.Any(form => !Check(root, form!, value, path).Any()) ? [] : [$"{path} has none of its forms"];
        if (schema["enum"] is JsonArray choices)
            return choices.Any(choice => (string?)choice == value?.ToString()) ? [] : [$"{path} is not a choice"];
        if (!Types(schema).Any(type => Fits(type, value)))
            return [$"{path} is not a {schema["type"]}"];
        return value switch
        {
            JsonObject map => Members(root, schema, map, path),
            JsonArray list => list.SelectMany((item, index) => Check(root, schema["items"]!, item, $"{path}[{index}]")),
            _ => Single(schema, value!, path),
        };
    }

    private static IEnumerable<string> Members(JsonNode root, JsonNode schema, JsonObject map, string path)
    {
        var missing = (schema["required"]?.AsArray() ?? []).Where(name => !map.ContainsKey((string)name!)).Select(name => $"{path} has no {name}");
        return missing.Concat(map.SelectMany(member => (schema["properties"]?[member.Key], schema["additionalProperties"]) switch
        {
            ({ } known, _) => Check(root, known, member.Value, $"{path}.{member.Key}"),
            (null, JsonObject any) => Check(root, any, member.Value, $"{path}.{member.Key}"),
            _ => [$"{path}.{member.Key} is not known"],
        }));
    }

    private static IEnumerable<string> Single(JsonNode schema, JsonNode value, string path)
    {
        if (schema["minimum"] is { } least && value.GetValue<double>() < least.GetValue<double>())
            yield return $"{path} is too small";
        if (schema["maximum"] is { } most && value.GetValue<double>() > most.GetValue<double>())
            yield return $"{path} is too large";
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(value.ToString(), pattern, RegexOptions.ECMAScript))
            yield return $"{path} does not match";
    }

    private static IEnumerable<string> Types(JsonNode schema) =>
        schema["type"] is JsonArray several ? several.Select(type => (string)type!) : [(string)schema["type"]!];

    private static bool Fits(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value!.GetValue<double>() % 1 == 0,
        _ => false,
    };
}
