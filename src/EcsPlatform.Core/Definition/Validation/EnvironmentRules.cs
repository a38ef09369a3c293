namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Environment variables, plain and secret; a message never repeats a variable's value.</summary>
internal static class EnvironmentRules
{
    // Words that mark a secret, and endings that say that it is only about one.
    private static readonly string[] SecretWords = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "PRIVATEKEY", "ACCESSKEY", "CREDENTIAL", "PASSPHRASE"];
    private static readonly string[] HarmlessEndings = ["ARN", "NAME", "FILE", "PATH", "ID", "URL", "ENDPOINT", "TTL", "SECONDS", "MINUTES", "ENABLED", "HEADER", "ISSUER", "TYPE", "LENGTH"];

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        var names = definition.Secrets.Select(secret => secret.Name).ToList();
        foreach (var (service, path) in definition.EachService())
        {
            foreach (var (variable, value) in service.Environment)
                Plain(service, variable, value, $"{path}.environment.{variable}", problems);
            foreach (var (variable, reference) in service.Secrets)
                Secret(service, variable, reference, $"{path}.secrets.{variable}", names, problems);
        }
    }

    private static void Plain(MicroserviceDefinition service, string variable, string value, string path, ProblemList problems)
    {
        if (!variable.Matches(DefinitionPatterns.Variable))
            problems.Add("environment.name", path, service.Name, variable);
        else if (service.Secrets.ContainsKey(variable))
            problems.Add("environment.twice", path, service.Name, variable);
        else if (value.Length > 0 && LooksSecret(variable))
            problems.Add("environment.secret-name", path, service.Name, variable);
        else if (HoldsSecret(value))
            problems.Add("environment.secret-value", path, service.Name, variable);
    }

    private static void Secret(MicroserviceDefinition service, string variable, string text, string path, List<string> names, ProblemList problems)
    {
        var reference = SecretReference.Parse(text);
        if (!variable.Matches(DefinitionPatterns.Variable))
            problems.Add("environment.name", path, service.Name, variable);
        if (!reference.Secret.Matches(DefinitionPatterns.PartName) || reference.JsonKey is "" || reference.JsonKey?.Contains(':', StringComparison.Ordinal) == true)
            problems.Add("environment.reference", path, service.Name, variable);
        else if (!names.Contains(reference.Secret))
            problems.Add("environment.secret-unknown", path, service.Name, variable, Spelling.DidYouMean(reference.Secret, names));
    }

    private static bool LooksSecret(string variable)
    {
        var plain = variable.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
        var last = variable.ToUpperInvariant().Split('_', '-', '.')[^1];
        return SecretWords.Any(word => plain.Contains(word, StringComparison.Ordinal)) && !HarmlessEndings.Contains(last);
    }

    // A password in a URL or connection string, an access key id, a PEM block.
    private static bool HoldsSecret(string value) =>
        value.Contains("-----BEGIN ", StringComparison.Ordinal) || value.Matches("^(AKIA|ASIA)[0-9A-Z]{16}$") || value.Matches("(?s)^[a-z][a-z0-9+.-]*://[^/@:]*:[^/@]+@.+$") ||
        value.Matches("(?si)^(.*[;&? ])?(password|pwd) *= *[^;& ].*$");
}
