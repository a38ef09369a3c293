using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime.Documents;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>Values as the cases write them (members by model name, times as seconds, blobs as text) to and from instances of the generated types.</summary>
internal static class CaseValues
{
    public static object ToInstance(StructureShape shape, JsonElement json)
    {
        var instance = shape.Create();
        foreach (var property in json.EnumerateObject())
        {
            var member = shape.Find(property.Name) ?? throw new InvalidOperationException($"{shape.Name} has no member {property.Name}.");
            if (ToValue(member.Target, property.Value) is { } value)
            {
                member.Set(instance, value);
            }
        }

        return instance;
    }

    /// <summary>The members that are set; for errors without the message, which is the exception's own.</summary>
    public static JsonObject ToJson(StructureShape shape, object instance)
    {
        var json = new JsonObject();
        foreach (var member in shape.Members.Where(member => shape.ErrorCode is null || !IsMessage(member.Name)))
        {
            if (member.Get(instance) is { } value)
            {
                json[member.Name] = ToNode(member.Target, value);
            }
        }

        return json;
    }

    public static bool IsMessage(string member) => member.Equals("message", StringComparison.OrdinalIgnoreCase);

    private static object? ToValue(Shape shape, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        switch (shape)
        {
            case StructureShape structure:
                return ToInstance(structure, json);
            case ListShape list:
                var items = list.Create();
                foreach (var item in json.EnumerateArray())
                {
                    items.Add(ToValue(list.Item.Target, item));
                }

                return items;
            case MapShape map:
                var entries = map.Create();
                foreach (var entry in json.EnumerateObject())
                {
                    entries[entry.Name] = ToValue(map.Value.Target, entry.Value);
                }

                return entries;
        }

        return shape.Kind switch
        {
            ShapeKind.Boolean => json.GetBoolean(),
            ShapeKind.Integer => json.GetInt32(),
            ShapeKind.Long => json.GetInt64(),
            ShapeKind.Float => (float)Number(json),
            ShapeKind.Double => Number(json),
            ShapeKind.Timestamp => DateTime.UnixEpoch.AddMilliseconds(Math.Round(Number(json) * 1000)),
            ShapeKind.Blob => new MemoryStream(Encoding.UTF8.GetBytes(json.GetString()!)),
            ShapeKind.Document => JsonSerializer.Deserialize<Document>(json),
            _ => json.GetString(),
        };
    }

    private static JsonNode? ToNode(Shape shape, object? value) => shape switch
    {
        _ when value is null => null,
        StructureShape structure => ToJson(structure, value),
        ListShape list => new JsonArray([.. ((IEnumerable)value).Cast<object?>().Select(item => ToNode(list.Item.Target, item))]),
        MapShape map => new JsonObject(((IDictionary)value).Keys.Cast<string>().Select(key => KeyValuePair.Create(key, ToNode(map.Value.Target, ((IDictionary)value)[key])))),
        _ => value switch
        {
            DateTime time => JsonValue.Create((decimal)(time - DateTime.UnixEpoch).TotalMilliseconds / 1000m),
            MemoryStream blob => JsonValue.Create(Encoding.UTF8.GetString(blob.ToArray())),
            Document document => JsonSerializer.SerializeToNode(document),
            float number when float.IsFinite(number) => JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
            float or double when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(value),
        },
    };

    private static double Number(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetDouble();
}
