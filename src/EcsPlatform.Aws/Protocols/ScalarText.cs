using System.Globalization;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Scalars as text: in forms, XML, headers, paths and query strings.</summary>
internal static class ScalarText
{
    public static string Write(Member place, object value, TimestampFormat timestamps) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => Timestamps.Write(time, Timestamps.FormatOf(place, timestamps)),
        Stream blob => Convert.ToBase64String(Blobs.ToArray(blob)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{place.Name} holds a {value.GetType().Name}, which has no text form."),
    };

    /// <exception cref="WireFormatException">The text is not of the shape's kind. The text itself is not repeated: it may be a secret.</exception>
    public static object Read(Member place, string text)
    {
        try
        {
            return place.Target.Kind switch
            {
                ShapeKind.Boolean => bool.Parse(text),
                ShapeKind.Integer => int.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture),
                ShapeKind.Long => long.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture),
                ShapeKind.Float => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
                ShapeKind.Double => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
                ShapeKind.Timestamp => Timestamps.Parse(text),
                ShapeKind.Blob => new MemoryStream(Convert.FromBase64String(text)),
                ShapeKind.String => text,
                _ => throw new FormatException("a value without a text form"),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new WireFormatException($"{place.Name} is not a {place.Target.Kind.ToString().ToLowerInvariant()}.", e);
        }
    }
}
