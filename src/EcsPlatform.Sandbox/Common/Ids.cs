namespace EcsPlatform.Sandbox;

/// <summary>Identifiers as AWS forms them, the same for the same seed and order.</summary>
public sealed class Ids
{
    private const string HexDigits = "0123456789abcdef";
    private const string UpperAlphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal Ids(ulong seed) => State = seed;

    /// <summary>Where the sequence stands (kept in the state file).</summary>
    internal ulong State { get; set; }

    /// <summary>"vpc-0" and 16 hexadecimal digits: the long form of EC2's identifiers.</summary>
    /// <param name="prefix">"vpc", "subnet", without the hyphen.</param>
    public string Ec2(string prefix) => $"{prefix}-0{Hex(16)}";

    /// <summary>Lower-case hexadecimal digits.</summary>
    /// <param name="length">How many.</param>
    public string Hex(int length) => Text(HexDigits, length);

    /// <summary>Letters of both cases and digits.</summary>
    /// <param name="length">How many.</param>
    public string Alphanumeric(int length) => Text(Alphanumerics, length);

    /// <summary>IAM's unique identifiers: a prefix ("AROA") and 17 upper-case letters and digits.</summary>
    /// <param name="prefix">The four letters.</param>
    public string Iam(string prefix) => prefix + Text(UpperAlphanumerics, 17);

    /// <summary>A random (version 4) UUID.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString();
    }

    /// <summary>A number from 0 up to, not including, the limit.</summary>
    /// <param name="limit">Above 0.</param>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Characters taken from an alphabet.</summary>
    /// <param name="alphabet">The characters to choose from.</param>
    /// <param name="length">How many.</param>
    public string Text(string alphabet, int length) =>
        string.Create(length, (Ids: this, Alphabet: alphabet), static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source.Alphabet[source.Ids.Below(source.Alphabet.Length)];
            }
        });

    private ulong Next()
    {
        State += 0x9E3779B97F4A7C15UL;
        return Hash.Scramble(State);
    }
}
