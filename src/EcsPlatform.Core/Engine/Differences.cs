using System.Collections;
using System.Globalization;

namespace EcsPlatform.Core.Engine;

/// <summary>Collects what differs, property by property.</summary>
public sealed class Differences : IEnumerable<PropertyDifference>
{
    private readonly List<PropertyDifference> _found = [];

    /// <summary>Values that must be equal.</summary>
    /// <param name="property">The property's name as the API calls it.</param>
    /// <param name="actual">What AWS has.</param>
    /// <param name="desired">What is wanted; null when anything will do.</param>
    /// <param name="replace">AWS cannot change it in place.</param>
    public Differences Check(string property, object? actual, object? desired, bool replace = false)
    {
        if (desired is not null && Text(actual) != Text(desired))
        {
            _found.Add(new PropertyDifference(property, Text(actual), Text(desired)) { ForcesReplacement = replace });
        }

        return this;
    }

    /// <summary>Values that must be equal, if AWS says what it has: it always does, but not every endpoint that speaks its API.</summary>
    public Differences CheckIfTold(string property, object? actual, object? desired) => actual is null ? this : Check(property, actual, desired);

    /// <summary>Collections that must hold the same, in any order.</summary>
    public Differences CheckSet(string property, IEnumerable<string>? actual, IEnumerable<string> desired, bool replace = false) =>
        Check(property, Join(actual ?? []), Join(desired), replace);

    /// <summary>What was compared elsewhere.</summary>
    public Differences Add(IEnumerable<PropertyDifference> differences)
    {
        _found.AddRange(differences);
        return this;
    }

    /// <summary>Tags that must be there; what others have added beside them is theirs.</summary>
    public Differences CheckTags(IReadOnlyDictionary<string, string>? actual, IReadOnlyDictionary<string, string> desired)
    {
        foreach (var (key, value) in desired)
        {
            Check($"tags.{key}", actual?.GetValueOrDefault(key), value);
        }

        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<PropertyDifference> GetEnumerator() => _found.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Join(IEnumerable<string> values) => string.Join(", ", values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
