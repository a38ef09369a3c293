namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Least privilege: real actions on real resources, wildcards only with a reason.</summary>
internal static class PolicyRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        definition.Policies.Twice("policies", policy => policy.Name, "policy.twice", ".name", problems);
        foreach (var (policy, path) in definition.Policies.Each("policies"))
        {
            if (policy.Statements.Count == 0)
                problems.Add("policy.empty", path, policy.Name);
            foreach (var (statement, at) in policy.Statements.Each($"{path}.statements"))
                Statement(statement, at, problems);
        }
    }

    private static void Statement(PolicyStatement statement, string path, ProblemList problems)
    {
        var reasoned = !string.IsNullOrWhiteSpace(statement.AllowWildcard);
        if (statement.Actions.Count == 0)
            problems.Add("policy.no-actions", path);
        if (statement.Resources.Count == 0)
            problems.Add("policy.no-resources", path);
        foreach (var (action, at) in statement.Actions.Each($"{path}.actions"))
        {
            if (!action.Matches(DefinitionPatterns.Action))
                problems.Add("policy.action", at, action);
            else if (action.AsSpan().ContainsAny('*', '?') && !reasoned)
                problems.Add("policy.action-wildcard", at, action);
        }
        foreach (var (resource, at) in statement.Resources.Each($"{path}.resources"))
        {
            if (IsEverything(resource) && !reasoned)
                problems.Add("policy.resource-wildcard", at, resource);
            else if (resource != "*" && !resource.Matches(DefinitionPatterns.ResourceArn))
                problems.Add("policy.resource", at, resource);
        }
    }

    // A lone *, and an ARN whose last part is one: every bucket, every role.
    private static bool IsEverything(string resource) => resource == "*" || resource.Split(':', 6) is [_, _, _, _, _, "*"];
}
