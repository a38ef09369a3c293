using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>Customer-managed KMS keys, one for each use that is on. <c>encryption: {}</c> has those for logs, secrets and repositories.</summary>
public sealed record EncryptionDefinition
{
    /// <summary>A key for the services' log groups; the log service may use it for those groups only.</summary>
    public bool Logs { get; init; } = true;

    /// <summary>A key for the secrets; execution roles may decrypt with it what they inject.</summary>
    public bool Secrets { get; init; } = true;

    /// <summary>A key for the images in the repositories. ECR sets it at a repository's creation only.</summary>
    public bool Repositories { get; init; } = true;

    /// <summary>A key for what services encrypt themselves: those that say <c>dataKey: true</c> get its ARN in <c>DATA_KEY_ARN</c> and may use it.</summary>
    public bool Data { get; init; }

    /// <summary>Days after which KMS makes new key material by itself: 90 to 2,560.</summary>
    [Range(90, 2560)]
    public int RotationDays { get; init; } = 365;

    /// <summary>Days that a removed key waits for its end, in which it can be saved: 7 to 30.</summary>
    [Range(7, 30)]
    public int DeletionWindowDays { get; init; } = 7;
}
