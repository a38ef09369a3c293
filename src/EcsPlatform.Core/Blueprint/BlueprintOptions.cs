using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What a blueprint needs to know beyond the definition.</summary>
public sealed record BlueprintOptions
{
    /// <summary>The folder in which the definition's relative files are meant: the definition file's own.</summary>
    public string BaseFolder { get; init; } = ".";

    /// <summary>Puts a stand-in where the environment variable or file of a secret's value is missing: for rehearsals only.</summary>
    public bool StandInSecrets { get; init; }

    /// <summary>First values of secrets that somebody has at hand, by the secret's name in the definition; they come before the definition's source.</summary>
    public IReadOnlyDictionary<string, SecretText> SecretValues { get; init; } = new Dictionary<string, SecretText>();

    /// <summary>The parts to build; what they refer to must be among them.</summary>
    public PlatformParts Parts { get; init; } = PlatformParts.All;

    /// <summary>Takes images from the definition even where a deployment has set another one; off unless asked for.</summary>
    public bool OwnImages { get; init; }
}
