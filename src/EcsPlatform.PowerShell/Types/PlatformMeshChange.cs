namespace EcsPlatform;

/// <summary>One thing that a move to another mesh would do, lose or gain.</summary>
public sealed record PlatformMeshChange : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>The mesh so far: ServiceConnect, AppMesh or CloudMap; null for none.</summary>
    public string? From { get; init; }

    /// <summary>The mesh to be: ServiceConnect, AppMesh or CloudMap.</summary>
    public required string To { get; init; }

    /// <summary>What happens.</summary>
    public PlatformMeshEffect Effect { get; init; }

    /// <summary>What it is about: a resource's logical id ("service/payment-api"), or a setting of the definition ("tls.mutual").</summary>
    public required string Subject { get; init; }

    /// <summary>The microservice it is about; null for what is shared.</summary>
    public string? Service { get; init; }

    /// <summary>Which properties change, or what becomes of the setting.</summary>
    public string Text { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Effect} {Subject}";
}

/// <summary>What a move to another mesh does.</summary>
public enum PlatformMeshEffect
{
    /// <summary>The definition asks for something that the other mesh lacks.</summary>
    Lost,

    /// <summary>The other mesh brings something.</summary>
    Gained,

    /// <summary>A resource is made.</summary>
    Created,

    /// <summary>A resource is changed in place.</summary>
    Updated,

    /// <summary>A resource is made anew in place of the former one.</summary>
    Replaced,

    /// <summary>A resource goes.</summary>
    Removed,
}
