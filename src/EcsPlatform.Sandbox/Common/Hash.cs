namespace EcsPlatform.Sandbox;

/// <summary>Small fixed hashing (SplitMix64, FNV-1a), the same on every machine and run.</summary>
internal static class Hash
{
    public static ulong Mix(ulong left, ulong right) => Scramble(left ^ Scramble(right + 0x9E3779B97F4A7C15UL));

    public static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    public static ulong Of(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 0x100000001B3UL;
        }

        return Scramble(hash);
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public static double Unit(ulong value) => (value >> 11) * (1.0 / (1UL << 53));
}
