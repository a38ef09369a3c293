using System.Text;

namespace EcsPlatform.Sandbox;

/// <summary>One page of a listing.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextToken">The token for the next page, or null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <summary>True when more follows (IAM's IsTruncated).</summary>
    public bool IsTruncated => NextToken is not null;
}

/// <summary>Cuts listings into pages.</summary>
public static class Paging
{
    /// <summary>The page that a token asks for. A token holds the last item's key, so that items may come and go between pages.</summary>
    /// <param name="items">The whole listing, in its order.</param>
    /// <param name="key">What identifies an item.</param>
    /// <param name="token">The request's token; null or empty for the first page.</param>
    /// <param name="size">Items per page.</param>
    /// <param name="invalid">The service's refusal of a token that it never gave out.</param>
    public static Page<T> Of<T>(IEnumerable<T> items, Func<T, string> key, string? token, int size, Func<AwsError> invalid)
    {
        var all = items as IReadOnlyList<T> ?? [.. items];
        var start = string.IsNullOrEmpty(token) ? 0 : Start(all, key, Decode(token, invalid));
        var page = all.Skip(start).Take(size).ToArray();
        var last = start + page.Length;
        return new Page<T>(page, last < all.Count && page.Length > 0 ? Encode(last, key(page[^1])) : null);
    }

    private static int Start<T>(IReadOnlyList<T> items, Func<T, string> key, (int Position, string Key) token)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (key(items[i]) == token.Key)
            {
                return i + 1;
            }
        }

        return Math.Min(token.Position, items.Count);
    }

    private static string Encode(int position, string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{position} {key}"));

    private static (int Position, string Key) Decode(string token, Func<AwsError> invalid)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(' ', 2) is [var position, var key]
            && int.TryParse(position, out var number))
        {
            return (number, key);
        }

        throw invalid();
    }
}
