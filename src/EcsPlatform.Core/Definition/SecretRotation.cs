using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>Gives a secret a new value every so many days. <c>rotation: 30</c> is a new random value every 30 days.</summary>
[Shorthand(Scalar = nameof(Days))]
public sealed record SecretRotation
{
    /// <summary>Days between rotations: 1 to 1,000 (Secrets Manager API: <c>AutomaticallyAfterDays</c>).</summary>
    [Range(1, 1000)]
    public required int Days { get; init; }

    /// <summary>What makes the new value and gives it to whoever checks it.</summary>
    public RotationMethod Method { get; init; } = RotationMethod.Random;

    /// <summary>The key of a JSON secret that gets the new random value; the whole secret when left out. <see cref="RotationMethod.Random"/> only.</summary>
    public string? Key { get; init; }

    /// <summary>The name of the secret with the administrator's credentials: two users then take turns, so that the old password works until the next rotation. <see cref="RotationMethod.PostgreSql"/> only.</summary>
    public string? AdminSecret { get; init; }

    /// <summary>The ARN of a rotation function that is there, in place of ours.</summary>
    [RegularExpression(DefinitionPatterns.FunctionArn, ErrorMessage = "rotation.function-arn")]
    public string? Function { get; init; }

    /// <summary>Runs our function inside the VPC; a database there is reached in no other way.</summary>
    public bool InVpc { get; init; }

    /// <summary>Starts new tasks of the services that the secret is injected into, once the new value counts: tasks read secrets only when they start.</summary>
    public bool RestartServices { get; init; } = true;
}

/// <summary>How our rotation function makes a new value.</summary>
public enum RotationMethod
{
    /// <summary>A random value, as <c>generate</c> makes them.</summary>
    [EnumMember(Value = "random")] Random,

    /// <summary>A new password for a PostgreSQL user; the secret is JSON with host, port, dbname, username and password.</summary>
    [EnumMember(Value = "postgresql")] PostgreSql,
}
