namespace EcsPlatform.Core.Resources;

/// <summary>Listings that come in pages.</summary>
internal static class Pages
{
    /// <summary>All items of all pages.</summary>
    /// <param name="read">Asks for the page that a token stands for; null stands for the first.</param>
    /// <param name="items">What is on a page.</param>
    /// <param name="next">The token of the page after it; null or empty on the last.</param>
    public static async Task<List<TItem>> AllAsync<TPage, TItem>(Func<string?, Task<TPage>> read, Func<TPage, IEnumerable<TItem>?> items, Func<TPage, string?> next)
    {
        var all = new List<TItem>();
        string? token = null;
        do
        {
            var page = await read(token);
            all.AddRange(items(page) ?? []);
            token = next(page);
        }
        while (!string.IsNullOrEmpty(token));
        return all;
    }
}
