namespace EcsPlatform.Sandbox.Services;

/// <summary>What Secrets Manager remembers.</summary>
public sealed class SecretsState
{
    /// <summary>Secrets by name.</summary>
    public SortedDictionary<string, Secret> Secrets { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A secret.</summary>
public sealed class Secret
{
    /// <summary>Name, unique in the region.</summary>
    public required string Name { get; init; }

    /// <summary>ARN, which ends in six random characters.</summary>
    public required string Arn { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When anything about it last changed.</summary>
    public DateTimeOffset Changed { get; set; }

    /// <summary>When its value last changed, by hand or by a rotation: schedules in days count from there.</summary>
    public DateTimeOffset? ValueChanged { get; set; }

    /// <summary>How and when it is rotated; null where it never was to be.</summary>
    public SecretRotation? Rotation { get; set; }

    /// <summary>The resource policy.</summary>
    public string? Policy { get; set; }

    /// <summary>Day on which the value was last read.</summary>
    public DateTimeOffset? Accessed { get; set; }

    /// <summary>When it was deleted; null while it is not.</summary>
    public DateTimeOffset? Deleted { get; set; }

    /// <summary>When it is gone for good and its name is free; null while it is not deleted.</summary>
    public DateTimeOffset? Purge { get; set; }

    /// <summary>True when it was deleted without recovery and only its name lingers.</summary>
    public bool Forced { get; set; }

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>The key it is encrypted with; null for the account's own.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>The service that manages it ("ecs-sc"); null for the account's own.</summary>
    public string? OwningService { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Versions by id, oldest first.</summary>
    public Dictionary<string, SecretVersion> Versions { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The version with a staging label, or null.</summary>
    /// <param name="stage">"AWSCURRENT".</param>
    public KeyValuePair<string, SecretVersion>? At(string stage)
    {
        foreach (var version in Versions)
        {
            if (version.Value.Stages.Contains(stage))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>Versions that carry a label, by id.</summary>
    internal Dictionary<string, List<string>>? StagesByVersion()
    {
        var staged = Versions.Where(version => version.Value.Stages.Count > 0).ToDictionary(version => version.Key, version => version.Value.Stages.ToList());
        return staged.Count == 0 ? null : staged;
    }

    /// <inheritdoc/>
    public override string ToString() => Arn;
}

/// <summary>A version of a secret's value.</summary>
public sealed class SecretVersion
{
    /// <summary>The value, as text.</summary>
    public string? Text { get; init; }

    /// <summary>The value, as bytes.</summary>
    public IReadOnlyList<byte>? Binary { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Staging labels.</summary>
    public List<string> Stages { get; init; } = [];

    /// <summary>True for a version that a rotation has begun and given no value yet.</summary>
    internal bool IsEmpty => Text is null && Binary is null;

    /// <summary>Whether two versions hold the same value.</summary>
    /// <param name="other">The other one.</param>
    internal bool SameValue(SecretVersion other) =>
        Text == other.Text && (Binary ?? []).SequenceEqual(other.Binary ?? []);

    /// <inheritdoc/>
    public override string ToString() => "***";
}
