using System.Globalization;

namespace EcsPlatform.Sandbox.Services;

/// <summary>One key of a condition (IAM user guide, "Condition operators" and "Multivalued context keys").</summary>
internal sealed class PolicyCondition
{
    private readonly string _operator;
    private readonly bool _ifExists;
    private readonly string? _set;
    private readonly IReadOnlyList<string> _wanted;

    /// <param name="test">"StringEquals", "ForAllValues:StringLikeIfExists".</param>
    /// <param name="key">"kms:ViaService".</param>
    /// <param name="wanted">The values, of which one must match (or, for negated operators, none).</param>
    public PolicyCondition(string test, string key, IReadOnlyList<string> wanted)
    {
        (Key, _wanted) = (key, wanted);
        var parts = test.Split(':', 2);
        _set = parts.Length == 2 ? parts[0] : null;
        _ifExists = parts[^1].EndsWith("IfExists", StringComparison.Ordinal);
        _operator = _ifExists ? parts[^1][..^"IfExists".Length] : parts[^1];
    }

    public string Key { get; }

    public bool Holds(AccessRequest request)
    {
        var there = request.Context.TryGetValue(Key, out var values) && values.Length > 0;
        if (_operator == "Null")
        {
            return _wanted.Any(value => bool.TryParse(value, out var missing) && missing != there);
        }

        if (!there)
        {
            // A key that is not there fails a test, except a negated one, one "IfExists", and one for all of its values.
            return _ifExists || Negated || _set == "ForAllValues";
        }

        return _set == "ForAllValues" ? values!.All(value => Test(value, request)) : values!.Any(value => Test(value, request));
    }

    private bool Negated => _operator.Contains("Not", StringComparison.Ordinal);

    private bool Test(string value, AccessRequest request) =>
        _wanted.Any(wanted => Matches(Wildcard.Fill(wanted, request), value)) != Negated;

    private bool Matches(string wanted, string value) => _operator switch
    {
        "StringEquals" or "StringNotEquals" => wanted == value,
        "StringEqualsIgnoreCase" or "StringNotEqualsIgnoreCase" => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase),
        "StringLike" or "StringNotLike" => Wildcard.Matches(wanted, value),
        "ArnEquals" or "ArnLike" or "ArnNotEquals" or "ArnNotLike" => Wildcard.MatchesArn(wanted, value),
        "Bool" => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase),
        "NumericEquals" or "NumericNotEquals" => Compare(wanted, value) == 0,
        "NumericLessThan" => Compare(wanted, value) < 0,
        "NumericLessThanEquals" => Compare(wanted, value) <= 0,
        "NumericGreaterThan" => Compare(wanted, value) > 0,
        "NumericGreaterThanEquals" => Compare(wanted, value) >= 0,

        // Dates, addresses and bytes: nothing in the sandbox brings a value for them.
        _ => false,
    };

    private static int? Compare(string wanted, string value) =>
        decimal.TryParse(wanted, CultureInfo.InvariantCulture, out var limit) && decimal.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? number.CompareTo(limit)
            : null;
}
