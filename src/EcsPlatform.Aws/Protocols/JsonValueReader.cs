using System.Text.Json;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Values of a model from JSON. What the model does not know is passed over; null is the same as absent.</summary>
internal static class JsonValueReader
{
    /// <summary>The body's object; an empty body is an empty object.</summary>
    /// <exception cref="WireFormatException">The body is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.Span.Trim(" \t\r\n"u8).IsEmpty ? JsonDocument.Parse("{}") : JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new WireFormatException("The body is not JSON.", e);
        }
    }

    public static void ReadMembers(JsonElement element, IEnumerable<Member> members, object instance)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new WireFormatException($"An object was expected, not {Describe(element)}.");
        }

        foreach (var member in members)
        {
            if (element.TryGetProperty(WireNames.Of(member), out var value) && ReadValue(value, member) is { } read)
            {
                member.Set(instance, read);
            }
        }
    }

    public static object? ReadValue(JsonElement element, Member place)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        switch (place.Target)
        {
            case StructureShape structure:
                var instance = structure.Create();
                ReadMembers(Expect(element, JsonValueKind.Object, place), structure.Members, instance);
                return instance;
            case ListShape list:
                var items = list.Create();
                foreach (var item in Expect(element, JsonValueKind.Array, place).EnumerateArray())
                {
                    if (ReadValue(item, list.Item) is { } read)
                    {
                        items.Add(read);
                    }
                }

                return items;
            case MapShape map:
                var entries = map.Create();
                foreach (var property in Expect(element, JsonValueKind.Object, place).EnumerateObject())
                {
                    if (ReadValue(property.Value, map.Value) is { } read)
                    {
                        entries[property.Name] = read;
                    }
                }

                return entries;
            default:
                return ReadScalar(element, place);
        }
    }

    private static object ReadScalar(JsonElement element, Member place)
    {
        switch (place.Target.Kind)
        {
            case ShapeKind.Document:
                return JsonDocuments.Read(element);
            case ShapeKind.String when element.ValueKind == JsonValueKind.String:
                return element.GetString()!;
            case ShapeKind.Boolean when element.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            case ShapeKind.Integer when element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number):
                return number;
            case ShapeKind.Long when element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number):
                return number;
            case ShapeKind.Integer or ShapeKind.Long when element.ValueKind == JsonValueKind.Number:
                return ReadWhole(element.GetDouble(), place);
            case ShapeKind.Float when element.ValueKind == JsonValueKind.Number:
                return element.GetSingle();
            case ShapeKind.Double when element.ValueKind == JsonValueKind.Number:
                return element.GetDouble();
            case ShapeKind.Timestamp when element.ValueKind == JsonValueKind.Number:
                return ScalarText.Read(place, element.GetRawText());
            default:
                // "NaN" and "Infinity", dates, base64; some clients quote numbers and booleans as well.
                return place.Target.Kind == ShapeKind.String
                    ? throw Unexpected(element, place)
                    : ScalarText.Read(place, Expect(element, JsonValueKind.String, place).GetString()!);
        }
    }

    /// <summary>1.0 and 1e3 are whole numbers too.</summary>
    private static object ReadWhole(double number, Member place)
    {
        var integer = place.Target.Kind == ShapeKind.Integer;
        if (number != Math.Truncate(number) || Math.Abs(number) > (integer ? int.MaxValue : long.MaxValue))
        {
            throw new WireFormatException($"{place.Name} is not a whole number in range.");
        }

        return integer ? (int)number : (object)(long)number;
    }

    private static JsonElement Expect(JsonElement element, JsonValueKind kind, Member place) =>
        element.ValueKind == kind ? element : throw Unexpected(element, place);

    private static WireFormatException Unexpected(JsonElement element, Member place) =>
        new($"{place.Name} is a {place.Target.Kind.ToString().ToLowerInvariant()}, not {Describe(element)}.");

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
