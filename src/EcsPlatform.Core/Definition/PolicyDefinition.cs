using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>Permissions with a name, which services' task roles refer to.</summary>
public sealed record PolicyDefinition
{
    /// <summary>What services call it: 1 to 40 lower-case letters, digits and hyphens.</summary>
    [RegularExpression(DefinitionPatterns.PartName, ErrorMessage = "policy.name")]
    public required string Name { get; init; }

    /// <summary>What is allowed; nothing is ever denied here, as nothing is allowed without being asked for.</summary>
    public IReadOnlyList<PolicyStatement> Statements { get; init; } = [];
}

/// <summary>Actions on resources that are allowed.</summary>
public sealed record PolicyStatement
{
    /// <summary>IAM actions (<c>s3:PutObject</c>).</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Resource ARNs; a wildcard inside an ARN is fine, everything (*, <c>arn:aws:s3:::*</c>) needs a reason.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>Why this statement needs a wildcard action or the resource *; without a reason both are refused.</summary>
    public string? AllowWildcard { get; init; }
}
