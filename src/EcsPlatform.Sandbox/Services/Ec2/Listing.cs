using System.IO.Enumeration;
using Amazon.EC2.Model;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>How one kind of resource is listed: by identifiers, by filters, in pages.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="id">Reads its identifier.</param>
/// <param name="filters">The filters that it has besides those by tag, and the values that they look at.</param>
internal sealed class Listing<T>(Kind kind, Func<T, string> id, Dictionary<string, Func<T, IEnumerable<string?>>> filters)
{
    /// <summary>The resources with the identifiers (all where none is given) that pass the filters.</summary>
    /// <exception cref="AwsError">An identifier does not exist, or a filter is unknown.</exception>
    public IEnumerable<T> Select(IReadOnlyDictionary<string, T> all, List<string>? ids, List<Filter>? wanted, Func<string, TagSet?> tags)
    {
        foreach (var filter in wanted ?? [])
        {
            Check(filter);
        }

        var found = ids is { Count: > 0 } ? [.. ids.Distinct().Select(one => kind.Find(all, one))] : all.Values;
        return found.Where(resource => (wanted ?? []).All(filter => Passes(resource, filter, tags)));
    }

    /// <summary>A page of that.</summary>
    public Page<T> Page(IEnumerable<T> selected, string? token, int? size) => Paging.Of(selected, id, token, size ?? 1000, static () =>
        new AwsError("InvalidNextToken", "The specified NextToken is not valid."));

    private void Check(Filter filter)
    {
        if (filter.Name is not { } name || !(filters.ContainsKey(name) || name is "tag-key" or "tag-value" || name.StartsWith("tag:", StringComparison.Ordinal)))
        {
            throw new AwsError("InvalidParameterValue", $"The filter '{filter.Name}' is invalid");
        }

        if (filter.Values is not { Count: > 0 })
        {
            throw new AwsError("InvalidParameterValue", $"The filter '{name}' requires at least one value.");
        }
    }

    private bool Passes(T resource, Filter filter, Func<string, TagSet?> tags)
    {
        if (filters.TryGetValue(filter.Name, out var read))
        {
            return Matches(filter, read(resource));
        }

        var own = tags(id(resource));
        return own is not null && filter.Name switch
        {
            "tag-key" => Matches(filter, own.Keys),
            "tag-value" => Matches(filter, own.Values),
            _ => own.TryGetValue(filter.Name[4..], out var value) && Matches(filter, [value]),
        };
    }

    // Values are case-sensitive; * and ? are wildcards, a backslash escapes them.
    private static bool Matches(Filter filter, IEnumerable<string?> values) =>
        values.Any(value => value is not null && filter.Values.Any(pattern =>
            pattern == value || FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false)));
}
