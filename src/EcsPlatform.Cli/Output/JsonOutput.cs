using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcsPlatform.Cli.Output;

/// <summary>One JSON value per line on stdout.</summary>
internal sealed class JsonOutput(TextWriter output)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly object _gate = new();

    public void Write(object value)
    {
        var line = JsonSerializer.Serialize(value, Options);
        lock (_gate)
        {
            output.WriteLine(line);
        }
    }
}
