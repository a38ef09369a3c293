using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>A service's private ECR repository.</summary>
public sealed record RepositoryDefinition
{
    /// <summary>Whether a tag can be pushed again.</summary>
    public ImageTagMutability ImageTagMutability { get; init; } = ImageTagMutability.Mutable;

    /// <summary>Scans every pushed image for known vulnerabilities.</summary>
    public bool ScanOnPush { get; init; } = true;

    /// <summary>How many images the life cycle policy keeps: 1 or more.</summary>
    [Range(1, 10000)]
    public int KeepImages { get; init; } = 10;
}

/// <summary>Whether a tag can be pushed again, spelled as ECR spells it.</summary>
public enum ImageTagMutability
{
    /// <summary>A tag may move to another image.</summary>
    [EnumMember(Value = "MUTABLE")] Mutable,

    /// <summary>A tag stays with its image.</summary>
    [EnumMember(Value = "IMMUTABLE")] Immutable,
}
