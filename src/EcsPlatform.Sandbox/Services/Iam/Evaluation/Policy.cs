using System.Text.Json;

namespace EcsPlatform.Sandbox.Services;

/// <summary>A policy document that can be asked (IAM user guide, "Policy evaluation logic").</summary>
internal sealed class Policy
{
    private readonly IReadOnlyList<PolicyStatement> _statements;

    private Policy(IReadOnlyList<PolicyStatement> statements) => _statements = statements;

    /// <summary>Allows everything: what policies count as whose text the sandbox does not have.</summary>
    public static Policy Everything { get; } = Parse("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");

    /// <summary>Reads a document that keeps to the grammar.</summary>
    /// <exception cref="JsonException">It is no JSON object with statements.</exception>
    public static Policy Parse(string document)
    {
        using var json = JsonDocument.Parse(document);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("Statement", out var statement))
        {
            throw new JsonException("A policy is an object with a Statement.");
        }

        IEnumerable<JsonElement> all = statement.ValueKind == JsonValueKind.Array ? statement.EnumerateArray() : [statement];
        return new Policy([.. all.Select(PolicyStatement.Read)]);
    }

    /// <summary>What the policy says; an explicit deny outweighs what it allows.</summary>
    public Decision Decide(AccessRequest request)
    {
        var decision = Decision.ImplicitDeny;
        foreach (var statement in _statements.Where(statement => statement.IsAbout(request)))
        {
            if (!statement.Allows)
            {
                return Decision.ExplicitDeny;
            }

            decision = Decision.Allowed;
        }

        return decision;
    }

    /// <summary>What several policies say together.</summary>
    public static Decision Decide(IEnumerable<Policy> policies, AccessRequest request) =>
        policies.Select(policy => policy.Decide(request)).Append(Decision.ImplicitDeny).Max();

    /// <summary>The condition keys that statements about the action ask for and the request does not have.</summary>
    public IEnumerable<string> MissingContext(AccessRequest request) => _statements
        .Where(statement => statement.IsAboutAction(request))
        .SelectMany(statement => statement.ConditionKeys)
        .Where(key => !request.Context.ContainsKey(key));
}
