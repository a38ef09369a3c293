using System.Globalization;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Timestamps as the protocols write them, to the millisecond, and as services are known to send them.</summary>
internal static class Timestamps
{
    /// <summary>The format for a place: the member's, else the shape's, else the protocol's.</summary>
    public static TimestampFormat FormatOf(Member place, TimestampFormat protocolDefault)
    {
        if (place.TimestampFormat != TimestampFormat.Default)
        {
            return place.TimestampFormat;
        }

        return place.Target is ScalarShape { TimestampFormat: not TimestampFormat.Default } shape ? shape.TimestampFormat : protocolDefault;
    }

    public static string Write(DateTime value, TimestampFormat format)
    {
        var utc = ToUtc(value);
        return format switch
        {
            TimestampFormat.Rfc822 => utc.ToString("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", CultureInfo.InvariantCulture),
            TimestampFormat.UnixTimestamp => ToUnixSeconds(utc).ToString(CultureInfo.InvariantCulture),
            _ => utc.ToString("yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFF'Z'", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Seconds since 1970; a decimal, so that a whole second is written without a fraction.</summary>
    public static decimal ToUnixSeconds(DateTime value) =>
        (ToUtc(value) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / 1000m;

    public static DateTime FromUnixSeconds(double seconds)
    {
        try
        {
            return DateTime.UnixEpoch.AddTicks(checked((long)Math.Round(seconds * 1000) * TimeSpan.TicksPerMillisecond));
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw new FormatException("a timestamp is out of range", e);
        }
    }

    /// <summary>Reads any of the three formats, whatever the model announces: services mix them.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static DateTime Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return FromUnixSeconds(seconds);
        }

        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces).UtcDateTime;
    }

    private static DateTime ToUtc(DateTime value) =>
        value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc);
}
