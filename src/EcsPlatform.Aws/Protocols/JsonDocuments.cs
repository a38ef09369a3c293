using System.Text.Json;
using Amazon.Runtime.Documents;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Free-form documents as JSON.</summary>
public static class JsonDocuments
{
    /// <summary>Writes a document as a JSON value; an empty one as null.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="document">The document.</param>
    public static void Write(Utf8JsonWriter json, Document document)
    {
        switch (document.Type)
        {
            case DocumentType.Bool:
                json.WriteBooleanValue(document.AsBool());
                break;
            case DocumentType.Int:
                json.WriteNumberValue(document.AsInt());
                break;
            case DocumentType.Long:
                json.WriteNumberValue(document.AsLong());
                break;
            case DocumentType.Double:
                json.WriteNumberValue(document.AsDouble());
                break;
            case DocumentType.String:
                json.WriteStringValue(document.AsString());
                break;
            case DocumentType.List:
                json.WriteStartArray();
                foreach (var item in document.AsList())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case DocumentType.Dictionary:
                json.WriteStartObject();
                foreach (var (name, value) in document.AsDictionary())
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>Reads a JSON value as a document.</summary>
    /// <param name="element">The value.</param>
    public static Document Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new Document(element.GetBoolean()),
        JsonValueKind.Number when element.TryGetInt32(out var number) => new Document(number),
        JsonValueKind.Number when element.TryGetInt64(out var number) => new Document(number),
        JsonValueKind.Number => new Document(element.GetDouble()),
        JsonValueKind.String => new Document(element.GetString()),
        JsonValueKind.Array => new Document(element.EnumerateArray().Select(Read).ToList()),
        JsonValueKind.Object => new Document(element.EnumerateObject().ToDictionary(property => property.Name, property => Read(property.Value))),
        _ => default,
    };
}
