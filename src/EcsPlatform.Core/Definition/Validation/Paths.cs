using System.Globalization;

namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Walks lists with each element's path.</summary>
internal static class Paths
{
    public static IEnumerable<(MicroserviceDefinition Service, string Path)> EachService(this PlatformDefinition definition) => definition.Services.Each("services");

    public static IEnumerable<(T Item, string Path)> Each<T>(this IEnumerable<T> items, string path) =>
        items.Select((item, index) => (item, At(path, index)));

    public static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>Notes every name that stood before.</summary>
    public static void Twice<T>(this IEnumerable<T> items, string path, Func<T, string> name, string id, string key, ProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, at) in items.Each(path))
        {
            if (!seen.Add(name(item)))
                problems.Add(id, at + key, name(item));
        }
    }
}
