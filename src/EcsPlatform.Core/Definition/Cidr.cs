using System.Globalization;

namespace EcsPlatform.Core.Definition;

/// <summary>An IPv4 block.</summary>
/// <param name="Address">The first address.</param>
/// <param name="PrefixLength">Bits that are fixed: 0 to 32.</param>
public readonly record struct Cidr(uint Address, int PrefixLength)
{
    /// <summary>How many addresses it holds.</summary>
    public long Size => 1L << (32 - PrefixLength);

    /// <summary>The last address.</summary>
    public uint Last => (uint)(Address + Size - 1);

    /// <summary>Understands <c>10.0.0.0/16</c>, without leading zeros; the address may have bits set beyond the prefix, see <see cref="IsAligned"/>.</summary>
    public static bool TryParse(string? text, out Cidr cidr)
    {
        cidr = default;
        var parts = (text ?? "").Split('/');
        if (parts.Length != 2 || !Number(parts[1], 32, out var prefix))
            return false;
        var octets = parts[0].Split('.');
        if (octets.Length != 4)
            return false;
        var address = 0u;
        foreach (var octet in octets)
        {
            if (!Number(octet, 255, out var value))
                return false;
            address = (address << 8) | (uint)value;
        }
        cidr = new Cidr(address, prefix);
        return true;
    }

    /// <summary>Reads a block that was checked before.</summary>
    /// <exception cref="FormatException">It is not an IPv4 block.</exception>
    public static Cidr Parse(string text) => TryParse(text, out var cidr) ? cidr : throw new FormatException($"'{text}' is not an IPv4 block");

    /// <summary>No bit is set beyond the prefix: 10.0.1.0/16 is not, 10.0.0.0/16 is.</summary>
    public bool IsAligned => Aligned == this;

    /// <summary>The block that this address lies in.</summary>
    public Cidr Aligned => this with { Address = PrefixLength == 0 ? 0 : Address & (uint.MaxValue << (32 - PrefixLength)) };

    /// <summary>Every address of the other block is in this one.</summary>
    public bool Contains(Cidr other) => other.Address >= Address && other.Last <= Last;

    /// <summary>They share an address.</summary>
    public bool Overlaps(Cidr other) => Address <= other.Last && other.Address <= Last;

    /// <summary>The block at a place when this one is cut into blocks of a longer prefix.</summary>
    public Cidr Part(int prefixLength, int index) => new((uint)(Address + (index * (1L << (32 - prefixLength)))), prefixLength);

    /// <summary>As AWS writes it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Address >> 24}.{(Address >> 16) & 255}.{(Address >> 8) & 255}.{Address & 255}/{PrefixLength}");

    private static bool Number(string text, int maximum, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum && (text.Length == 1 || text[0] != '0');
}
