using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>An IPv4 CIDR block; host bits are cut off, as EC2 does ("100.68.0.18/18" becomes "100.68.0.0/18").</summary>
internal readonly record struct Ipv4Block
{
    private Ipv4Block(uint network, int prefix) => (Network, Prefix) = (network, prefix);

    public uint Network { get; }

    public int Prefix { get; }

    /// <summary>How many addresses it has.</summary>
    public long Size => 1L << (32 - Prefix);

    private uint Last => (uint)(Network + Size - 1);

    public static Ipv4Block? TryParse(string? text)
    {
        if (text?.Split('/') is not [var address, var length]
            || address.Count(c => c == '.') != 3
            || !IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > 32)
        {
            return null;
        }

        var mask = prefix == 0 ? 0u : uint.MaxValue << (32 - prefix);
        return new Ipv4Block(ToNumber(parsed) & mask, prefix);
    }

    public static uint ToNumber(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
    }

    public static string ToAddress(uint number) => $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";

    public bool Contains(Ipv4Block other) => other.Network >= Network && other.Last <= Last;

    public bool Contains(uint address) => address >= Network && address <= Last;

    public bool Overlaps(Ipv4Block other) => Network <= other.Last && other.Network <= Last;

    public override string ToString() => $"{ToAddress(Network)}/{Prefix}";
}
