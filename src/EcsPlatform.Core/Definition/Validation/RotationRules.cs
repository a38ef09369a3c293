namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Rotations that a function can carry out, and signing keys of a size that their algorithm takes.</summary>
internal static class RotationRules
{
    private const int LeastRsaBits = 2048; // RFC 7518, section 3.3
    private const int RsaStep = 64; // key sizes that every platform's cryptography makes

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        foreach (var (secret, path) in definition.Secrets.Each("secrets"))
        {
            if (secret.Rotation is { } rotation)
                Rotation(definition, secret, rotation, $"{path}.rotation", problems);
            if (secret.Generate?.SigningKey is { Bits: { } bits } key && !Takes(key.Algorithm, bits))
                problems.Add("signing.bits", $"{path}.generate.signingKey", secret.Name, key.Algorithm, bits, Sizes(key.Algorithm));
        }
    }

    private static void Rotation(PlatformDefinition definition, SecretDefinition secret, SecretRotation rotation, string path, ProblemList problems)
    {
        if (secret.Source == SecretSource.Existing)
            problems.Add("rotation.existing", path, secret.Name);
        if (rotation is { Function: not null } and ({ Method: not RotationMethod.Random } or { Key: not null } or { AdminSecret: not null } or { InVpc: true }))
            problems.Add("rotation.function-alone", path, secret.Name);
        else if (rotation is { Method: RotationMethod.PostgreSql, Key: not null })
            problems.Add("rotation.key-method", $"{path}.key", secret.Name);
        else if (rotation is { Method: RotationMethod.Random, AdminSecret: not null })
            problems.Add("rotation.admin-method", $"{path}.adminSecret", secret.Name);

        // What we generate is one text or a signing key, never JSON with a host or with a key of the user's choice.
        if (secret.Source == SecretSource.Generated && rotation is { Function: null, Method: RotationMethod.PostgreSql })
            problems.Add("rotation.postgresql-generated", path, secret.Name);
        if (secret.Source == SecretSource.Generated && rotation is { Function: null, Method: RotationMethod.Random, Key: { } key })
            problems.Add("rotation.key-generated", $"{path}.key", secret.Name, key);

        if (rotation.AdminSecret is { } admin)
        {
            var others = definition.Secrets.Select(other => other.Name).Where(name => name != secret.Name).ToList();
            if (!others.Contains(admin))
                problems.Add("rotation.admin-unknown", $"{path}.adminSecret", secret.Name, admin, Spelling.DidYouMean(admin, others));
        }
    }

    private static bool Takes(SigningAlgorithm algorithm, int bits) => algorithm switch
    {
        SigningAlgorithm.HS256 => bits >= 256 && bits % 8 == 0, // RFC 7518, section 3.2: no shorter than the hash
        SigningAlgorithm.HS384 => bits >= 384 && bits % 8 == 0,
        SigningAlgorithm.HS512 => bits >= 512 && bits % 8 == 0,
        SigningAlgorithm.ES256 => bits == 256,
        SigningAlgorithm.ES384 => bits == 384,
        SigningAlgorithm.ES512 => bits == 521, // the curve is P-521
        _ => bits >= LeastRsaBits && bits % RsaStep == 0,
    };

    private static string Sizes(SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.HS256 => "256 or more, in steps of 8",
        SigningAlgorithm.HS384 => "384 or more, in steps of 8",
        SigningAlgorithm.HS512 => "512 or more, in steps of 8",
        SigningAlgorithm.ES256 => "256, or leave it out",
        SigningAlgorithm.ES384 => "384, or leave it out",
        SigningAlgorithm.ES512 => "521, or leave it out",
        _ => "2048, 3072 or 4096",
    };
}
