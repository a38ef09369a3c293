using System.Collections;
using System.Text;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Members that travel in headers, in requests and responses of the REST protocols.</summary>
internal static class HttpHeaders
{
    private static readonly Member Base64 = new("header", static () => new ScalarShape("Base64", ShapeKind.Blob));

    public static void Write(IDictionary<string, string> headers, MemberValue bound)
    {
        var (member, value) = bound;
        if (member.Location == MemberLocation.Header)
        {
            headers[WireNames.Of(member)] = value is IList list && member.Target is ListShape shape
                ? string.Join(", ", list.Cast<object>().Select(item => Quote(ScalarText.Write(shape.Item, item, TimestampFormat.Rfc822), item)))
                : Text(member, value);
        }
        else if (member.Location == MemberLocation.Headers && value is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries)
            {
                headers[member.LocationName + (string)entry.Key] = (string?)entry.Value ?? "";
            }
        }
    }

    public static void Read(IDictionary<string, string> headers, Member member, object instance)
    {
        if (member.Location == MemberLocation.Header && headers.TryGetValue(WireNames.Of(member), out var text))
        {
            if (Value(member, text) is { } value)
            {
                member.Set(instance, value);
            }
        }
        else if (member.Location == MemberLocation.Headers && member.Target is MapShape map)
        {
            var prefix = member.LocationName ?? "";
            var entries = map.Create();
            foreach (var (name, content) in headers)
            {
                if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !(prefix.Length == 0 && IsTransport(name)))
                {
                    entries[name[prefix.Length..]] = content;
                }
            }

            if (entries.Count > 0)
            {
                member.Set(instance, entries);
            }
        }
    }

    private static string Text(Member member, object value)
    {
        var text = ScalarText.Write(member, value, TimestampFormat.Rfc822);
        return member.JsonValue ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text;
    }

    private static object? Value(Member member, string text)
    {
        if (member.Target is ListShape list)
        {
            var items = list.Create();
            var dates = list.Item.Target.Kind == ShapeKind.Timestamp && Timestamps.FormatOf(list.Item, TimestampFormat.Rfc822) == TimestampFormat.Rfc822;
            foreach (var item in dates ? SplitDates(text) : Split(text))
            {
                items.Add(ScalarText.Read(list.Item, item));
            }

            return items;
        }

        if (member.JsonValue)
        {
            return Encoding.UTF8.GetString(((MemoryStream)ScalarText.Read(Base64, text)).ToArray());
        }

        return text.Length == 0 && member.Target.Kind != ShapeKind.String ? null : ScalarText.Read(member, text);
    }

    /// <summary>Strings in a list are quoted where they hold what separates or quotes; dates hold a comma and are not quoted.</summary>
    private static string Quote(string text, object item) =>
        item is string && (text.Length == 0 || text.AsSpan().IndexOfAny(',', '"') >= 0)
            ? "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
            : text;

    private static IEnumerable<string> Split(string text)
    {
        var item = new StringBuilder();
        var quoted = false;
        var wasQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted && i + 1 < text.Length:
                    item.Append(text[++i]);
                    break;
                case '"':
                    quoted = !quoted;
                    wasQuoted = true;
                    break;
                case ',' when !quoted:
                    yield return Finish();
                    break;
                case ' ' when !quoted && item.Length == 0:
                    break;
                default:
                    item.Append(text[i]);
                    break;
            }
        }

        if (item.Length > 0 || wasQuoted)
        {
            yield return Finish();
        }

        string Finish()
        {
            var finished = wasQuoted ? item.ToString() : item.ToString().TrimEnd();
            item.Clear();
            wasQuoted = false;
            return finished;
        }
    }

    /// <summary>"Mon, 16 Dec 2019 …, Tue, 17 Dec 2019 …": every second comma separates.</summary>
    private static IEnumerable<string> SplitDates(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(pair => string.Join(", ", pair));

    /// <summary>Headers of HTTP and of every AWS answer, which a map of all headers leaves out.</summary>
    private static bool IsTransport(string name) =>
        name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || name.Equals(RequestIds.Header, StringComparison.OrdinalIgnoreCase);
}
