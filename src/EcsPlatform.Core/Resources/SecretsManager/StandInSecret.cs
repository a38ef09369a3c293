using System.Text.Json;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Resources.SecretsManager;

/// <summary>What a rehearsal puts where a secret's value cannot be had.</summary>
/// <param name="JsonKeys">The keys that services read from it; none for a plain value.</param>
public sealed record StandInSecret(IReadOnlyList<string> JsonKeys)
{
    private const string Text = "stand-in";

    /// <summary>The value: plain text, or JSON with every key that is read from it.</summary>
    public SecretText Value => new(JsonKeys.Count == 0 ? Text : JsonSerializer.Serialize(JsonKeys.ToDictionary(key => key, _ => Text)));
}
