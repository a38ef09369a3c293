using System.Security.Cryptography;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Resources.SecretsManager;

/// <summary>First values of secrets: made at random here, or taken from where the definition says.</summary>
internal static class SecretValues
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Punctuation = "!#$%&()*+,-.:;<=>?@[]^_{|}~";

    /// <summary>What is missing for a value, or null when it can be had.</summary>
    public static (string Message, string Advice)? Missing(SecretResource secret) => secret.Definition.Source switch
    {
        _ when secret.Value is not null => null,
        SecretSource.Environment when string.IsNullOrEmpty(Environment.GetEnvironmentVariable(secret.Definition.FromEnvironment!)) =>
            ($"The environment variable {secret.Definition.FromEnvironment}, from which secret '{secret.Definition.Name}' takes its value, is not set.", "Set it for this process and run again."),
        SecretSource.File when !File.Exists(FilePath(secret)) =>
            ($"The file {secret.Definition.FromFile}, from which secret '{secret.Definition.Name}' takes its value, is not there.", $"Write the value to {FilePath(secret)}, or correct the path."),
        _ => null,
    };

    /// <summary>The value.</summary>
    public static SecretText Of(SecretResource secret) => secret.Definition.Source switch
    {
        _ when secret.Value is { } value => value,
        _ when secret.IsStoodIn => secret.StandIn!.Value,
        SecretSource.Generated when secret.Definition.Generate is { SigningKey: { } key } => SigningKeys.Generate(key),
        SecretSource.Generated => Generate(secret.Definition.Generate!),
        SecretSource.Environment => new SecretText(Environment.GetEnvironmentVariable(secret.Definition.FromEnvironment!) ?? ""),
        SecretSource.File => new SecretText(WithoutLastLineEnd(File.ReadAllText(FilePath(secret)))),
        var source => throw new InvalidOperationException($"A secret of source {source} has no value of ours."),
    };

    private static SecretText Generate(GeneratedSecret wanted)
    {
        var alphabet = (wanted.ExcludePunctuation ? Letters : Letters + Punctuation).Where(letter => !wanted.ExcludeCharacters.Contains(letter)).ToArray();
        return new SecretText(RandomNumberGenerator.GetString(alphabet, wanted.Length));
    }

    private static string FilePath(SecretResource secret) => Path.GetFullPath(secret.Definition.FromFile!, Path.GetFullPath(secret.BaseFolder));

    private static string WithoutLastLineEnd(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
