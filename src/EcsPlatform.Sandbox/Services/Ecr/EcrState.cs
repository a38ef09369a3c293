namespace EcsPlatform.Sandbox.Services;

/// <summary>What ECR remembers.</summary>
public sealed class EcrState
{
    /// <summary>Repositories by name.</summary>
    public SortedDictionary<string, StoredRepository> Repositories { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A repository.</summary>
public sealed class StoredRepository
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>"MUTABLE" or "IMMUTABLE", with or without exclusions.</summary>
    public required string TagMutability { get; set; }

    /// <summary>Tags (wildcards) that are excluded from the rule of <see cref="TagMutability"/>.</summary>
    public List<string> MutabilityExclusions { get; set; } = [];

    /// <summary>Images are scanned when they are pushed.</summary>
    public bool ScanOnPush { get; set; }

    /// <summary>"AES256" or "KMS".</summary>
    public required string Encryption { get; init; }

    /// <summary>The key, for KMS.</summary>
    public string? KmsKey { get; init; }

    /// <summary>The lifecycle policy's text.</summary>
    public string? LifecyclePolicy { get; set; }

    /// <summary>Tags of the repository.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Images by digest, oldest first.</summary>
    public Dictionary<string, StoredImage> Images { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>An image.</summary>
public sealed class StoredImage
{
    /// <summary>"sha256:…" of the manifest.</summary>
    public required string Digest { get; init; }

    /// <summary>The manifest.</summary>
    public required string Manifest { get; init; }

    /// <summary>The manifest's media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>When it was pushed.</summary>
    public required DateTimeOffset Pushed { get; init; }

    /// <summary>When its scan was complete; null while it was not scanned.</summary>
    public DateTimeOffset? Scanned { get; set; }

    /// <summary>Tags of the image.</summary>
    public SortedSet<string> Tags { get; init; } = new(StringComparer.Ordinal);
}
