using System.Text.Json;
using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services;

/// <summary>IAM's grammar of policy documents (IAM user guide, "Grammar of the IAM JSON policy language"), as far as IAM checks it when a policy is put.</summary>
internal static partial class PolicyDocument
{
    private static readonly HashSet<string> Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>Checks a policy of permissions.</summary>
    public static void CheckIdentity(string document)
    {
        foreach (var statement in Statements(document))
        {
            if (statement.TryGetProperty("Principal", out _) || statement.TryGetProperty("NotPrincipal", out _))
            {
                throw Malformed("Policy document should not specify a principal.");
            }

            CheckOneOf(statement, "Action", "NotAction", "Policy statement must contain actions.");
            CheckOneOf(statement, "Resource", "NotResource", "Policy statement must contain resources.");
            foreach (var resource in Texts(statement, "Resource").Concat(Texts(statement, "NotResource")))
            {
                if (resource != "*" && !Arn().IsMatch(resource))
                {
                    throw Malformed($"Resource {resource} must be in ARN format or \"*\".");
                }
            }
        }
    }

    /// <summary>Checks a trust policy.</summary>
    public static void CheckTrust(string document, Func<string, bool> roleExists)
    {
        foreach (var statement in Statements(document))
        {
            if (statement.TryGetProperty("Resource", out _) || statement.TryGetProperty("NotResource", out _))
            {
                throw Malformed("Has prohibited field Resource");
            }

            CheckOneOf(statement, "Principal", "NotPrincipal", "Missing required field Principal");
            CheckOneOf(statement, "Action", "NotAction", "Missing required field Action");
            if (Texts(statement, "Action").Any(action => action != "*" && !action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)))
            {
                throw Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
            }

            CheckPrincipals(statement, roleExists);
        }
    }

    /// <summary>Checks a policy that stands on a resource: it names principals, and roles among them exist.</summary>
    public static void CheckResource(string document, Func<string, bool> roleExists)
    {
        foreach (var statement in Statements(document))
        {
            CheckOneOf(statement, "Principal", "NotPrincipal", "Policy statement must contain principals.");
            CheckOneOf(statement, "Action", "NotAction", "Policy statement must contain actions.");
            CheckOneOf(statement, "Resource", "NotResource", "Policy statement must contain resources.");
            CheckPrincipals(statement, roleExists);
        }
    }

    /// <summary>True when the trust policy lets a service assume the role.</summary>
    public static bool Trusts(string trustPolicy, string servicePrincipal) =>
        Statements(trustPolicy).Any(statement =>
            statement.GetProperty("Effect").GetString() == "Allow"
            && statement.TryGetProperty("Principal", out var principal)
            && (principal.ValueKind == JsonValueKind.String
                ? principal.GetString() == "*"
                : Texts(principal, "Service").Contains(servicePrincipal)));

    private static void CheckPrincipals(JsonElement statement, Func<string, bool> roleExists)
    {
        if (!statement.TryGetProperty("Principal", out var principal) || principal.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var service in Texts(principal, "Service").Where(service => !ServicePrincipal().IsMatch(service)))
        {
            throw Malformed($"Invalid principal in policy: \"SERVICE\":\"{service}\"");
        }

        foreach (var arn in Texts(principal, "AWS").Where(arn => arn.Contains(":role/", StringComparison.Ordinal) && !roleExists(arn)))
        {
            throw Malformed($"Invalid principal in policy: \"AWS\":\"{arn}\"");
        }
    }

    private static JsonElement[] Statements(string document)
    {
        JsonElement root;
        try
        {
            using var json = JsonDocument.Parse(document);
            root = json.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Malformed("This policy contains invalid Json");
        }

        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Statement", out var statement)
            || (root.TryGetProperty("Version", out var version) && version.GetString() is not ("2012-10-17" or "2008-10-17")))
        {
            throw Malformed("Syntax errors in policy.");
        }

        JsonElement[] statements = statement.ValueKind == JsonValueKind.Array ? [.. statement.EnumerateArray()] : [statement];
        foreach (var one in statements)
        {
            if (one.ValueKind != JsonValueKind.Object
                || !one.TryGetProperty("Effect", out var effect)
                || effect.ValueKind != JsonValueKind.String
                || effect.GetString() is not ("Allow" or "Deny")
                || one.EnumerateObject().Any(element => !Elements.Contains(element.Name)))
            {
                throw Malformed("Syntax errors in policy.");
            }
        }

        return statements;
    }

    private static void CheckOneOf(JsonElement statement, string name, string opposite, string missing)
    {
        if (!statement.TryGetProperty(name, out _) && !statement.TryGetProperty(opposite, out _))
        {
            throw Malformed(missing);
        }
    }

    private static string[] Texts(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Text)]
        : [Text(value)];

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Malformed("Syntax errors in policy.");

    private static AwsError Malformed(string message) => new("MalformedPolicyDocument", message, 400);

    [GeneratedRegex(@"^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$")]
    private static partial Regex Arn();

    [GeneratedRegex(@"^[a-z0-9.-]+\.(amazonaws\.com|aws\.internal)(\.cn)?$")]
    private static partial Regex ServicePrincipal();
}
