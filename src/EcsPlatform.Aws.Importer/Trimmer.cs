using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsPlatform.Aws.Importer;

/// <summary>Keeps the wanted operations, the shapes they reach and their errors; drops prose and what has no bearing on the wire.</summary>
internal sealed class Trimmer(JsonObject full, JsonObject wanted)
{
    private static readonly string[] Metadata =
    [
        "apiVersion", "endpointPrefix", "globalEndpoint", "jsonVersion", "protocol", "protocols", "serviceId",
        "signingName", "targetPrefix", "xmlNamespace",
    ];

    private static readonly HashSet<string> Prose = new(StringComparer.Ordinal)
    {
        "documentation", "deprecated", "deprecatedMessage", "deprecatedSince", "documentationUrl", "examples", "box", "synthetic",
        "idempotent", "readonly", "auth", "authtype", "xmlOrder", "retryable",
    };

    private readonly JsonObject _shapes = full["shapes"]!.AsObject();
    private readonly SortedDictionary<string, JsonObject> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _loose = [.. (wanted["loosePatterns"] as JsonArray ?? []).Select(name => (string)name!)];

    public JsonObject Trim()
    {
        var operations = new JsonObject();
        foreach (var name in wanted["operations"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal))
        {
            var operation = WithoutProse(full["operations"]![name]?.AsObject()
                ?? throw new InvalidDataException($"The model of {full["metadata"]!["serviceId"]} has no operation {name}."));
            operations[name] = operation;
            Keep(operation["input"]);
            Keep(operation["output"]);
            foreach (var error in operation["errors"] as JsonArray ?? [])
            {
                Keep(error);
            }
        }

        var shapes = new JsonObject();
        foreach (var (name, shape) in _kept)
        {
            shapes[name] = shape;
        }

        return new JsonObject { ["metadata"] = TrimmedMetadata(), ["sdk"] = Sdk(), ["operations"] = operations, ["shapes"] = shapes };
    }

    private JsonObject TrimmedMetadata()
    {
        var metadata = new JsonObject();
        foreach (var name in Metadata)
        {
            if (full["metadata"]![name] is { } value)
            {
                metadata[name] = value.DeepClone();
            }
        }

        if (wanted["protocol"] is { } protocol)
        {
            metadata["protocol"] = protocol.DeepClone();
        }

        return metadata;
    }

    /// <summary>How the official SDK names things where it departs from the model.</summary>
    private JsonObject Sdk()
    {
        var sdk = new JsonObject();
        foreach (var (name, value) in wanted)
        {
            if (name is not ("operations" or "protocol" or "loosePatterns"))
            {
                sdk[name] = value!.DeepClone();
            }
        }

        return sdk;
    }

    private void Keep(JsonNode? reference)
    {
        if (reference?["shape"] is not { } target || _kept.ContainsKey((string)target!))
        {
            return;
        }

        var name = (string)target!;
        var shape = WithoutProse(_shapes[name]!.AsObject());
        if (shape["pattern"] is { } pattern && (_loose.Contains(name) || !IsRegex((string)pattern!)))
        {
            shape.Remove("pattern");
        }

        _kept[name] = shape;
        foreach (var (_, member) in shape["members"] as JsonObject ?? [])
        {
            Keep(member);
        }

        Keep(shape["member"]);
        Keep(shape["key"]);
        Keep(shape["value"]);
    }

    private static JsonObject WithoutProse(JsonObject node)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in node)
        {
            // Below "members" every name is a member, whatever it says.
            if (name == "members")
            {
                kept[name] = new JsonObject(value!.AsObject().Select(member => KeyValuePair.Create(member.Key, (JsonNode?)WithoutProse(member.Value!.AsObject()))));
            }
            else if (!Prose.Contains(name))
            {
                kept[name] = value switch
                {
                    JsonObject obj => WithoutProse(obj),
                    JsonArray array => new JsonArray([.. array.Select(item => item is JsonObject obj ? WithoutProse(obj) : item?.DeepClone())]),
                    _ => value?.DeepClone(),
                };
            }
        }

        return kept;
    }

    /// <summary>Models are written for Java's regular expressions; the few that .NET does not read are left out.</summary>
    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            Console.Error.WriteLine($"left out, not a .NET pattern: {pattern}");
            return false;
        }
    }
}
