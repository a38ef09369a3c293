namespace EcsPlatform.Sandbox.Services.Kms;

/// <summary>What KMS remembers.</summary>
public sealed class KmsState
{
    /// <summary>Keys by id.</summary>
    public SortedDictionary<string, KmsKey> Keys { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Aliases by name ("alias/logs").</summary>
    public SortedDictionary<string, KmsAlias> Aliases { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A key.</summary>
public sealed class KmsKey
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>"arn:aws:kms:us-east-1:123456789012:key/…".</summary>
    public required string Arn { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>"SYMMETRIC_DEFAULT", "RSA_2048".</summary>
    public string Spec { get; init; } = "SYMMETRIC_DEFAULT";

    /// <summary>"ENCRYPT_DECRYPT", "SIGN_VERIFY".</summary>
    public string Usage { get; init; } = "ENCRYPT_DECRYPT";

    /// <summary>"CUSTOMER", or "AWS" for keys that belong to a service.</summary>
    public string Manager { get; init; } = "CUSTOMER";

    /// <summary>Part of a multi-region set.</summary>
    public bool MultiRegion { get; init; }

    /// <summary>Description.</summary>
    public string Description { get; set; } = "";

    /// <summary>"Enabled", "Disabled" or "PendingDeletion".</summary>
    public string State { get; set; } = "Enabled";

    /// <summary>When it is gone for good; null while it is not to be deleted.</summary>
    public DateTimeOffset? DeletionDate { get; set; }

    /// <summary>The key policy.</summary>
    public required string Policy { get; set; }

    /// <summary>Days between automatic rotations; null while there are none.</summary>
    public int? RotationPeriodInDays { get; set; }

    /// <summary>When the material is rotated next.</summary>
    public DateTimeOffset? NextRotation { get; set; }

    /// <summary>Key material, the current one last.</summary>
    public List<KmsMaterial> Materials { get; init; } = [];

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Grants by id.</summary>
    public SortedDictionary<string, KmsGrant> Grants { get; init; } = new(StringComparer.Ordinal);

    /// <summary>True for keys that encrypt and decrypt within KMS.</summary>
    internal bool IsSymmetric => Spec == "SYMMETRIC_DEFAULT";
}

/// <summary>Key material.</summary>
/// <param name="Id">64 hexadecimal digits.</param>
/// <param name="Secret">256 bits.</param>
/// <param name="Rotated">When a rotation made it; null for the first one.</param>
public sealed record KmsMaterial(string Id, IReadOnlyList<byte> Secret, DateTimeOffset? Rotated)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>An alias.</summary>
public sealed class KmsAlias
{
    /// <summary>"alias/logs".</summary>
    public required string Name { get; init; }

    /// <summary>The key's id.</summary>
    public required string KeyId { get; set; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it last got another key.</summary>
    public required DateTimeOffset Updated { get; set; }
}

/// <summary>A grant: operations on a key that a principal has besides the key policy.</summary>
public sealed class KmsGrant
{
    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Retires the grant, and makes it usable at once.</summary>
    public required string Token { get; init; }

    /// <summary>Name, which makes repeated requests the same grant.</summary>
    public string? Name { get; init; }

    /// <summary>Who may.</summary>
    public required string Grantee { get; init; }

    /// <summary>Who may retire it.</summary>
    public string? Retiring { get; init; }

    /// <summary>"Decrypt", "GenerateDataKey".</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The encryption context must be just this.</summary>
    public Dictionary<string, string>? ContextEquals { get; init; }

    /// <summary>The encryption context must hold this.</summary>
    public Dictionary<string, string>? ContextSubset { get; init; }

    /// <summary>Whether the grant is about an operation with an encryption context.</summary>
    internal bool Covers(string operation, IReadOnlyDictionary<string, string> context) =>
        Operations.Contains(operation)
        && (ContextSubset is null || ContextSubset.All(pair => context.TryGetValue(pair.Key, out var value) && value == pair.Value))
        && (ContextEquals is null || (ContextEquals.Count == context.Count
            && ContextEquals.All(pair => context.TryGetValue(pair.Key, out var value) && value == pair.Value)));
}
