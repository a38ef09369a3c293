using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsPlatform.Sandbox;

/// <summary>Writes and reads the services' states as JSON.</summary>
internal static class StateFile
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static JsonNode? Write<T>(T state) => JsonSerializer.SerializeToNode(state, Options);

    public static T Read<T>(JsonNode state) => state.Deserialize<T>(Options)!;
}
