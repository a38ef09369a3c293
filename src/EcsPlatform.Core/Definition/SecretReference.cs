namespace EcsPlatform.Core.Definition;

/// <summary>A service's reference to a secret: the whole value, or one key of a JSON value.</summary>
/// <param name="Secret">The secret's name in the definition.</param>
/// <param name="JsonKey">The key of a JSON value; null for the whole value.</param>
public sealed record SecretReference(string Secret, string? JsonKey)
{
    /// <summary>Understands <c>name</c> and <c>name:json-key</c>.</summary>
    public static SecretReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new SecretReference(text, null) : new SecretReference(text[..colon], text[(colon + 1)..]);
    }
}
