using System.Globalization;
using Amazon.SecretsManager.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.Lambda;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Export;

/// <summary>How secrets rotate, read back from the listing of secrets and their tags.</summary>
internal static class RotationExport
{
    private const string InVpc = "-vpc";

    /// <summary>A secret with its source and its rotation; where values that exist came from, nobody knows and nobody asks.</summary>
    /// <param name="platform">The live platform.</param>
    /// <param name="definition">The secret's name and description.</param>
    /// <param name="entry">What the listing says.</param>
    /// <param name="reference">The definition's name for a secret's name or ARN.</param>
    public static SecretDefinition Read(LivePlatform platform, SecretDefinition definition, SecretListEntry entry, Func<string, string> reference)
    {
        if (platform.Find<SecretListEntry>(SecretRotationKind.Instance, definition.Name) is null)
        {
            return definition with { Generate = new GeneratedSecret() };
        }

        var tags = SecretListing.TagsOf(entry);
        var words = RotationTags.Read(tags);
        var days = (int)(entry.RotationRules?.AutomaticallyAfterDays ?? 1);
        if (words.GetValueOrDefault("method") is not { } method)
        {
            return definition with { Generate = new GeneratedSecret(), Rotation = new SecretRotation { Days = days, Function = entry.RotationLambdaARN } };
        }

        var rotation = new SecretRotation
        {
            Days = days,
            Method = EnumSpelling.Parse<RotationMethod>(method),
            Key = words.GetValueOrDefault("key"),
            AdminSecret = words.GetValueOrDefault("admin") is { } admin ? reference(admin) : null,
            InVpc = platform.All<FunctionState>(FunctionKind.Instance).Any(function => function.Id == entry.RotationLambdaARN && LivePlatform.KeyOf(function).EndsWith(InVpc, StringComparison.Ordinal)),
            RestartServices = words.GetValueOrDefault("restart") != "no",
        };

        // Values with parts come from outside: what is generated is one text or a signing key.
        return rotation is { Method: RotationMethod.PostgreSql } or { Key: not null }
            ? definition with { FromFile = $"{definition.Name}.json", Rotation = rotation }
            : definition with { Generate = Generated(words), Rotation = rotation };
    }

    private static GeneratedSecret Generated(IReadOnlyDictionary<string, string> words) => words.GetValueOrDefault("signing") is { } signing
        ? new GeneratedSecret { SigningKey = new SigningKey { Algorithm = EnumSpelling.Parse<SigningAlgorithm>(signing), Bits = Number(words, "bits") } }
        : new GeneratedSecret
        {
            Length = Number(words, "length") ?? new GeneratedSecret().Length,
            ExcludePunctuation = words.GetValueOrDefault("punctuation") == "no",
            ExcludeCharacters = words.GetValueOrDefault("exclude", ""),
        };

    private static int? Number(IReadOnlyDictionary<string, string> words, string name) =>
        words.GetValueOrDefault(name) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
