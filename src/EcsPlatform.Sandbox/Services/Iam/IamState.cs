namespace EcsPlatform.Sandbox.Services;

/// <summary>What IAM remembers.</summary>
public sealed class IamState
{
    /// <summary>Roles by name.</summary>
    public SortedDictionary<string, IamRole> Roles { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A role.</summary>
public sealed class IamRole
{
    /// <summary>Name, unique in the account without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Path, "/" or "/ecsplatform/pay/".</summary>
    public required string Path { get; init; }

    /// <summary>"AROA…".</summary>
    public required string Id { get; init; }

    /// <summary>"arn:aws:iam::123456789012:role/path/name".</summary>
    public required string Arn { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when other services can assume it: IAM is eventually consistent.</summary>
    public required DateTimeOffset AssumableFrom { get; init; }

    /// <summary>Who may assume it.</summary>
    public required string TrustPolicy { get; set; }

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>Longest session in seconds.</summary>
    public int MaxSessionDuration { get; set; } = 3600;

    /// <summary>ARN of the permissions boundary.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>True for roles that belong to a service and only it may change.</summary>
    public bool ServiceLinked { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Inline policies, document by name.</summary>
    public SortedDictionary<string, string> InlinePolicies { get; init; } = new(StringComparer.Ordinal);

    /// <summary>ARNs of the attached managed policies, in order of attachment.</summary>
    public List<string> AttachedPolicies { get; init; } = [];
}
