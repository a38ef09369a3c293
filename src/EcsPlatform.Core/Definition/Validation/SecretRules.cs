namespace EcsPlatform.Core.Definition.Validation;

/// <summary>One source for every secret. Messages here never repeat a value: it may be the secret, put in the wrong place.</summary>
internal static class SecretRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        definition.Secrets.Twice("secrets", secret => secret.Name, "secret.twice", ".name", problems);
        foreach (var (secret, path) in definition.Secrets.Each("secrets"))
        {
            if (secret.Source == SecretSource.None)
                problems.Add("secret.source-missing", path, secret.Name);
            if (secret.Source == SecretSource.Several)
                problems.Add("secret.source-several", path, secret.Name);
            if (secret.FromFile is { } file && string.IsNullOrWhiteSpace(file))
                problems.Add("secret.file", $"{path}.fromFile", secret.Name);
        }
    }
}
