using System.Text.Json;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>One suite: a small model and the cases that use it.</summary>
internal sealed record ProtocolSuite(string Direction, string File, int Number, JsonElement Json)
{
    /// <summary>Namespace of the code that is generated for it.</summary>
    public string Namespace { get; } = $"Cases.{Identifier(Direction)}_{Identifier(File)}_{Number}";

    /// <summary>The endpoint that the cases are called on.</summary>
    public Uri Endpoint => new(Json.TryGetProperty("clientEndpoint", out var endpoint) ? endpoint.GetString()! : "https://example.com");

    public IEnumerable<ProtocolCase> Cases => Json.GetProperty("cases").EnumerateArray().Select(json => new ProtocolCase(this, json));

    private static string Identifier(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
}

/// <summary>One case of a suite.</summary>
internal sealed record ProtocolCase(ProtocolSuite Suite, JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;

    public string Operation => Json.GetProperty("given").GetProperty("name").GetString()!;

    /// <summary>What the case says under a name, or null.</summary>
    public JsonElement? this[string name] => Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
