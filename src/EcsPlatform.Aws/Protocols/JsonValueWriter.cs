using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime.Documents;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Values of a model as JSON.</summary>
internal static class JsonValueWriter
{
    // JSON here never lands in HTML, and services compare and sign what is readable: only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The bytes of what <paramref name="write"/> writes.</summary>
    public static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteObject(Utf8JsonWriter json, IEnumerable<MemberValue> members)
    {
        json.WriteStartObject();
        WriteMembers(json, members);
        json.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter json, IEnumerable<MemberValue> members)
    {
        foreach (var (member, value) in members)
        {
            json.WritePropertyName(WireNames.Of(member));
            WriteValue(json, member, value);
        }
    }

    public static void WriteValue(Utf8JsonWriter json, Member place, object? value)
    {
        switch (place.Target)
        {
            case var _ when value is null:
                json.WriteNullValue();
                break;
            case StructureShape structure:
                WriteObject(json, MemberValue.Of(structure, value));
                break;
            case ListShape list:
                json.WriteStartArray();
                foreach (var item in (IEnumerable)value)
                {
                    WriteValue(json, list.Item, item);
                }

                json.WriteEndArray();
                break;
            case MapShape map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in (IDictionary)value)
                {
                    json.WritePropertyName((string)entry.Key);
                    WriteValue(json, map.Value, entry.Value);
                }

                json.WriteEndObject();
                break;
            default:
                WriteScalar(json, place, value);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, Member place, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case DateTime time when Timestamps.FormatOf(place, TimestampFormat.UnixTimestamp) == TimestampFormat.UnixTimestamp:
                json.WriteNumberValue(Timestamps.ToUnixSeconds(time));
                break;
            case Document document:
                JsonDocuments.Write(json, document);
                break;
            default:
                json.WriteStringValue(ScalarText.Write(place, value, TimestampFormat.UnixTimestamp));
                break;
        }
    }
}
