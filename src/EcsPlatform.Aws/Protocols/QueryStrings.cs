using System.Collections;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Members that travel in the query string, in requests of the REST protocols.</summary>
internal static class QueryStrings
{
    public static void Write(IList<KeyValuePair<string, string>> query, IReadOnlyList<MemberValue> members)
    {
        // What has a name of its own wins over the same name in a map of parameters.
        var bound = members.Where(value => value.Member.Location == MemberLocation.QueryString).ToList();
        foreach (var (member, value) in bound.Where(value => value.Member.Target is not MapShape))
        {
            Add(query, WireNames.Of(member), member, value);
        }

        var taken = query.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (member, value) in bound)
        {
            if (member.Target is MapShape map)
            {
                foreach (DictionaryEntry entry in (IDictionary)value)
                {
                    if (entry.Value is { } content && !taken.Contains((string)entry.Key))
                    {
                        Add(query, (string)entry.Key, map.Value, content);
                    }
                }
            }
        }
    }

    public static void Read(IEnumerable<KeyValuePair<string, string>> query, Member member, object instance)
    {
        switch (member.Target)
        {
            case MapShape map:
                var entries = map.Create();
                foreach (var group in query.GroupBy(pair => pair.Key, pair => pair.Value))
                {
                    entries[group.Key] = Value(group, map.Value);
                }

                if (entries.Count > 0)
                {
                    member.Set(instance, entries);
                }

                break;
            default:
                var texts = query.Where(pair => pair.Key == WireNames.Of(member)).Select(pair => pair.Value).ToList();
                if (texts.Count > 0)
                {
                    member.Set(instance, Value(texts, member));
                }

                break;
        }
    }

    private static void Add(IList<KeyValuePair<string, string>> query, string name, Member place, object value)
    {
        if (place.Target is not ListShape list)
        {
            query.Add(new(name, ScalarText.Write(place, value, TimestampFormat.Iso8601)));
            return;
        }

        foreach (var item in (IEnumerable)value)
        {
            query.Add(new(name, ScalarText.Write(list.Item, item, TimestampFormat.Iso8601)));
        }
    }

    private static object Value(IEnumerable<string> texts, Member place)
    {
        if (place.Target is not ListShape list)
        {
            return ScalarText.Read(place, texts.First());
        }

        var items = list.Create();
        foreach (var text in texts)
        {
            items.Add(ScalarText.Read(list.Item, text));
        }

        return items;
    }
}
