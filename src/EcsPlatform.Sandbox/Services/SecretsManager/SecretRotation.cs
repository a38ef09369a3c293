using Amazon.SecretsManager.Model;

namespace EcsPlatform.Sandbox.Services;

/// <summary>A secret's rotation.</summary>
public sealed class SecretRotation
{
    /// <summary>False once it was cancelled; function and rules stay.</summary>
    public bool Enabled { get; set; }

    /// <summary>The function.</summary>
    public required string Function { get; set; }

    /// <summary>When it happens.</summary>
    public RotationRulesType? Rules { get; set; }

    /// <summary>When a rotation last came to its end.</summary>
    public DateTimeOffset? Last { get; set; }

    /// <summary>When the next one is due.</summary>
    public DateTimeOffset? Next { get; set; }

    /// <summary>The version of the rotation that is going on; null between rotations.</summary>
    public string? Token { get; set; }

    /// <summary>The step that is next: 0 createSecret, 1 setSecret, 2 testSecret, 3 finishSecret.</summary>
    public int Step { get; set; }

    /// <summary>How often the rotation that is going on has failed.</summary>
    public int Failures { get; set; }
}
