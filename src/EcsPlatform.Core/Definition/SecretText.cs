namespace EcsPlatform.Core.Definition;

/// <summary>A secret's value on its way to AWS: shows itself as *** wherever it is printed, logged or formatted.</summary>
public sealed class SecretText : IEquatable<SecretText>, IFormattable
{
    /// <summary>What is shown instead of the value.</summary>
    public const string Mask = "***";

    private readonly string _value;

    /// <summary>Wraps a value.</summary>
    public SecretText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>The value itself; a method, so that no serializer or formatter reads it by accident.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Mask;

    /// <inheritdoc/>
    public bool Equals(SecretText? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecretText);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);
}
