using System.Text.RegularExpressions;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Conditions of rules: known fields, few values, and both of the forms in which AWS shows them.</summary>
internal static partial class Conditions
{
    private static readonly string[] Fields = ["http-header", "http-request-method", "host-header", "path-pattern", "query-string", "source-ip"];

    // A rule has at most one condition of each of these.
    private static readonly string[] Single = ["http-request-method", "host-header", "path-pattern", "source-ip"];

    public static List<RuleCondition> Checked(List<RuleCondition>? conditions, int mostValues)
    {
        if (conditions is not { Count: > 0 })
        {
            throw ElbNames.Invalid("A rule must have at least one condition");
        }

        foreach (var field in Single.Where(field => conditions.Count(condition => condition.Field == field) > 1))
        {
            throw ElbNames.Invalid($"A rule can only have one '{field}' condition");
        }

        List<RuleCondition> shown = [.. conditions.Select(Filled)];
        var count = shown.Sum(Count);
        return count <= mostValues ? shown : throw ElbNames.Invalid($"A rule can have at most '{mostValues}' condition values, not '{count}'");
    }

    private static int Count(RuleCondition condition) =>
        condition.Values?.Count ?? condition.HttpHeaderConfig?.Values?.Count ?? condition.HttpRequestMethodConfig?.Values?.Count
        ?? condition.QueryStringConfig?.Values?.Count ?? condition.SourceIpConfig?.Values?.Count ?? 0;

    private static RuleCondition Filled(RuleCondition given)
    {
        var shown = new RuleCondition { Field = given.Field };
        switch (given.Field)
        {
            case "path-pattern":
                shown.Values = Texts(given, given.PathPatternConfig?.Values, PathCharacters());
                shown.PathPatternConfig = new() { Values = shown.Values };
                break;
            case "host-header":
                shown.Values = Texts(given, given.HostHeaderConfig?.Values, HostCharacters());
                shown.HostHeaderConfig = new() { Values = shown.Values };
                break;
            case "http-header":
                shown.HttpHeaderConfig = new()
                {
                    HttpHeaderName = given.HttpHeaderConfig?.HttpHeaderName ?? throw ElbNames.Invalid("A header name must be specified for a 'http-header' condition"),
                    Values = Texts(given, given.HttpHeaderConfig.Values, AnyCharacters()),
                };
                break;
            case "http-request-method":
                shown.HttpRequestMethodConfig = new() { Values = Texts(given, given.HttpRequestMethodConfig?.Values, MethodCharacters()) };
                break;
            case "source-ip":
                shown.SourceIpConfig = new() { Values = Texts(given, given.SourceIpConfig?.Values, AnyCharacters()) };
                break;
            case "query-string":
                shown.QueryStringConfig = given.QueryStringConfig?.Values is { Count: > 0 } ? given.QueryStringConfig : throw NoValues(given);
                break;
            default:
                throw ElbNames.Invalid($"Condition field '{given.Field}' must be one of '[{string.Join(", ", Fields)}]'");
        }

        return shown;
    }

    private static List<string> Texts(RuleCondition condition, List<string>? values, Regex allowed)
    {
        values = values is { Count: > 0 } ? values : condition.Values;
        if (values is not { Count: > 0 })
        {
            throw NoValues(condition);
        }

        foreach (var value in values)
        {
            if (value.Length is 0 or > 128 || !allowed.IsMatch(value))
            {
                throw ElbNames.Invalid($"Condition value '{value}' is not valid for the field '{condition.Field}'");
            }
        }

        return [.. values];
    }

    private static AwsError NoValues(RuleCondition condition) => ElbNames.Invalid($"A condition value must be specified for the field '{condition.Field}'");

    // Characters: user guide, "Rule condition types".
    [GeneratedRegex(@"^[A-Za-z0-9_\-.$/~""'@:+&*?]+$")]
    private static partial Regex PathCharacters();

    [GeneratedRegex(@"^[A-Za-z0-9\-.*?]+$")]
    private static partial Regex HostCharacters();

    [GeneratedRegex("^[A-Z_-]{1,40}$")]
    private static partial Regex MethodCharacters();

    [GeneratedRegex("^.+$")]
    private static partial Regex AnyCharacters();
}
