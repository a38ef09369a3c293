using System.Text.Json.Nodes;

namespace EcsPlatform.Sandbox;

/// <summary>Reads from a service's state what stands in the account.</summary>
internal static class Standing
{
    private static readonly string[] StatusMembers = ["State", "Status", "LastStatus"];

    // What AWS still describes for a while after it is gone: NAT gateways, clusters, services and task definitions, tasks.
    private static readonly string[] GoneWords = ["deleted", "INACTIVE", "STOPPED"];

    /// <summary>"Collection/key" of every entry of the state's collections that is no mere memory.</summary>
    public static IEnumerable<string> In(JsonNode? state, Func<string, JsonNode?, bool> isMemory) =>
        from collection in state as JsonObject ?? []
        from entry in Entries(collection.Value)
        where !isMemory(collection.Key, entry.Value)
        select $"{collection.Key}/{entry.Key}";

    /// <summary>Its status, or that of the resource in it, says that it is gone.</summary>
    public static bool IsGone(JsonNode? entry) => entry is JsonObject record
        && (SaysGone(record) || record.Any(member => member.Value is JsonObject inner && SaysGone(inner)));

    private static bool SaysGone(JsonObject record) => StatusMembers.Any(member =>
        record[member] is JsonValue value && value.TryGetValue<string>(out var status) && GoneWords.Contains(status, StringComparer.Ordinal));

    private static IEnumerable<(string Key, JsonNode? Value)> Entries(JsonNode? collection) => collection switch
    {
        JsonObject map => map.Select(entry => (entry.Key, entry.Value)),
        JsonArray list => list.Select((value, index) => ($"{index}", value)),
        _ => [],
    };
}
