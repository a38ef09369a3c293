using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>A secret in Secrets Manager and where its first value comes from: exactly one of the four sources; never a value in the definition itself.</summary>
public sealed record SecretDefinition
{
    /// <summary>What services call it: 1 to 40 lower-case letters, digits and hyphens.</summary>
    [RegularExpression(DefinitionPatterns.PartName, ErrorMessage = "secret.name")]
    public required string Name { get; init; }

    /// <summary>What it is for; shown in Secrets Manager.</summary>
    public string? Description { get; init; }

    /// <summary>A random value, made once.</summary>
    public GeneratedSecret? Generate { get; init; }

    /// <summary>The environment variable, of the process that builds the platform, that holds the value.</summary>
    [RegularExpression(DefinitionPatterns.Variable, ErrorMessage = "secret.variable")]
    public string? FromEnvironment { get; init; }

    /// <summary>The file that holds the value (its last line end is dropped); relative to the definition file.</summary>
    public string? FromFile { get; init; }

    /// <summary>The ARN of a secret that exists and belongs to somebody else: referred to, never changed, never deleted.</summary>
    [RegularExpression(DefinitionPatterns.SecretArn, ErrorMessage = "secret.arn")]
    public string? Existing { get; init; }

    /// <summary>New values every so many days; the value stays when left out.</summary>
    public SecretRotation? Rotation { get; init; }

    /// <summary>Which source is given; <see cref="SecretSource.None"/> or <see cref="SecretSource.Several"/> where the definition is wrong.</summary>
    public SecretSource Source => (Generate, FromEnvironment, FromFile, Existing) switch
    {
        (not null, null, null, null) => SecretSource.Generated,
        (null, not null, null, null) => SecretSource.Environment,
        (null, null, not null, null) => SecretSource.File,
        (null, null, null, not null) => SecretSource.Existing,
        (null, null, null, null) => SecretSource.None,
        _ => SecretSource.Several,
    };
}

/// <summary>Where a secret's value comes from.</summary>
public enum SecretSource
{
    /// <summary>No source is given: refused.</summary>
    None,

    /// <summary>More than one source is given: refused.</summary>
    Several,

    /// <summary>Made at random.</summary>
    Generated,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>A file.</summary>
    File,

    /// <summary>Somebody else's secret, by ARN.</summary>
    Existing,
}

/// <summary>How a random value looks (the parameters of Secrets Manager's <c>GetRandomPassword</c>, made here).</summary>
public sealed record GeneratedSecret
{
    /// <summary>Characters: 8 to 4,096.</summary>
    [Range(8, 4096)]
    public int Length { get; init; } = 32;

    /// <summary>Leaves punctuation out, for values that end up in URLs and connection strings.</summary>
    public bool ExcludePunctuation { get; init; }

    /// <summary>Characters never to use.</summary>
    public string ExcludeCharacters { get; init; } = "";

    /// <summary>A key that signs tokens (JWT) in place of a random text: JSON with keyId, algorithm, and the key.</summary>
    public SigningKey? SigningKey { get; init; }
}

/// <summary>A key that signs JSON Web Tokens (RFC 7518).</summary>
[Shorthand(Scalar = nameof(Algorithm))]
public sealed record SigningKey
{
    /// <summary>The algorithm, by its name in RFC 7518.</summary>
    public SigningAlgorithm Algorithm { get; init; } = SigningAlgorithm.ES256;

    /// <summary>The key's size in bits: 2,048 to 4,096 for RS256, RS384 and RS512, 256 to 4,096 for HS256, HS384 and HS512; what the curve has for ES256, ES384 and ES512. The algorithm's least, or 3,072 for RSA, when left out.</summary>
    [Range(256, 4096)]
    public int? Bits { get; init; }
}

/// <summary>Algorithms that sign JSON Web Tokens (RFC 7518, section 3.1).</summary>
public enum SigningAlgorithm
{
    /// <summary>HMAC with SHA-256: one key that signs and checks.</summary>
    HS256,

    /// <summary>HMAC with SHA-384.</summary>
    HS384,

    /// <summary>HMAC with SHA-512.</summary>
    HS512,

    /// <summary>RSA PKCS #1 v1.5 with SHA-256: a private key that signs, a public one that checks.</summary>
    RS256,

    /// <summary>RSA with SHA-384.</summary>
    RS384,

    /// <summary>RSA with SHA-512.</summary>
    RS512,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512,
}
