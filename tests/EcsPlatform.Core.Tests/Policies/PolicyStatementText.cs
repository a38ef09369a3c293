using System.Text.Json;
using System.Text.RegularExpressions;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>A statement of a policy document, as it is written.</summary>
/// <param name="Effect">"Allow" or "Deny".</param>
/// <param name="Actions">Actions; "*" where the statement says which ones it is not about.</param>
/// <param name="Resources">Resources; "*" where the statement says which ones it is not about.</param>
/// <param name="Principals">Who, as "Service:ecs-tasks.amazonaws.com"; empty in a role's own policy.</param>
/// <param name="IsConditional">It has conditions.</param>
internal sealed record PolicyStatementText(string Effect, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources, IReadOnlyList<string> Principals, bool IsConditional)
{
    public static IReadOnlyList<PolicyStatementText> Read(JsonElement document) => [.. Each(document.GetProperty("Statement")).Select(statement => new PolicyStatementText(
        statement.GetProperty("Effect").GetString()!,
        statement.TryGetProperty("NotAction", out _) ? ["*"] : Texts(statement, "Action"),
        statement.TryGetProperty("NotResource", out _) ? ["*"] : Texts(statement, "Resource"),
        statement.TryGetProperty("NotPrincipal", out _) ? ["*"] : PrincipalsOf(statement),
        statement.TryGetProperty("Condition", out _)))];

    /// <summary>
    /// Whether the statements may allow something. Conditions of an Allow count as met and those of a Deny as not met: the answer can be
    /// too wide, never too narrow, so "no" is a proof.
    /// </summary>
    public static bool MayAllow(IEnumerable<PolicyStatementText> statements, string action, string resource)
    {
        var about = statements.Where(statement => statement.Actions.Any(pattern => Matches(pattern, action, RegexOptions.IgnoreCase)) && statement.Resources.Any(pattern => Matches(pattern, resource))).ToList();
        return about.Exists(statement => statement.Effect == "Allow") && !about.Exists(statement => statement.Effect == "Deny" && !statement.IsConditional);
    }

    public static bool IsWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>As IAM matches: * any characters, ? one (IAM User Guide, wildcards in ARNs); actions in any case.</summary>
    private static bool Matches(string pattern, string text, RegexOptions options = RegexOptions.None) =>
        Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", options);

    private static IReadOnlyList<string> PrincipalsOf(JsonElement statement) => !statement.TryGetProperty("Principal", out var principal) ? []
        : principal.ValueKind == JsonValueKind.String ? [principal.GetString()!]
        : [.. principal.EnumerateObject().SelectMany(kind => Each(kind.Value).Select(value => $"{kind.Name}:{value.GetString()}"))];

    private static IReadOnlyList<string> Texts(JsonElement statement, string member) =>
        statement.TryGetProperty(member, out var value) ? [.. Each(value).Select(text => text.GetString()!)] : [];

    private static IEnumerable<JsonElement> Each(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
}
