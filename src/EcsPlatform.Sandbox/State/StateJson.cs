using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Documents;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Services' states as JSON; model types of AWS services may stand in them.</summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        IncludeFields = true,
        IgnoreReadOnlyProperties = true, // worked out from the others
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ConstantClassConverter(), new MemoryStreamConverter(), new DocumentConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Adapt } },
    };

    public static JsonNode? Write<T>(T state) => JsonSerializer.SerializeToNode(state, Options);

    public static T Read<T>(JsonNode state) => state.Deserialize<T>(Options)!;

    private static void Adapt(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            // Null is left out when writing, so that it must be allowed to be missing when reading.
            property.IsRequired = false;

            // Sorted collections keep the comparer that they were made with.
            if (type.CreateObject is not null && property.Get is not null && IsSorted(property.PropertyType))
            {
                property.ObjectCreationHandling = JsonObjectCreationHandling.Populate;
            }
        }
    }

    private static bool IsSorted(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(SortedDictionary<,>) || type.GetGenericTypeDefinition() == typeof(SortedSet<>));

    private sealed class ConstantClassConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSubclassOf(typeof(ConstantClass));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

        private sealed class Converter<T> : JsonConverter<T>
            where T : ConstantClass
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                (T)Activator.CreateInstance(typeToConvert, reader.GetString())!;

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }

    private sealed class MemoryStreamConverter : JsonConverter<MemoryStream>
    {
        public override MemoryStream Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(value.ToArray());
    }

    private sealed class DocumentConverter : JsonConverter<Document>
    {
        public override bool HandleNull => true;

        public override Document Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonDocuments.Read(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, Document value, JsonSerializerOptions options) => JsonDocuments.Write(writer, value);
    }
}
