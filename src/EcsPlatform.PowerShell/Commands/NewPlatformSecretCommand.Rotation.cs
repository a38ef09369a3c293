using System.Management.Automation;
using EcsPlatform.Core.Definition;
using EcsPlatform.PowerShell.Building;

namespace EcsPlatform.PowerShell;

/// <content>Signing keys, and new values every so many days.</content>
public sealed partial class NewPlatformSecretCommand
{
    private SecretRotation? _rotation;

    /// <summary>Makes a key that signs tokens (JWT) in place of a random text, for this algorithm of RFC 7518. The secret is JSON with keyId, algorithm and the key.</summary>
    [Parameter(ParameterSetName = "Generate")]
    [ValidateSet("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512")]
    public string? SigningKeyAlgorithm { get; set; }

    /// <summary>The signing key's size in bits: 2048 to 4096 for RS, 256 to 4096 for HS, what the curve has for ES; the algorithm's least, or 3072 for RS, when left out.</summary>
    [Parameter(ParameterSetName = "Generate")]
    [ValidateRange(256, 4096)]
    public int? SigningKeyBits { get; set; }

    /// <summary>Days between new values, 1 to 1000; 0 ends the rotation. The value stays for good when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 1000)]
    public int? RotationDays { get; set; }

    /// <summary>How the new value is made: random (a text or a signing key, as the first one) or postgresql (a new password for a user of a PostgreSQL database; the secret is JSON with host, port, dbname, username and password).</summary>
    [Parameter]
    [ValidateSet("random", "postgresql")]
    public string? RotationMethod { get; set; }

    /// <summary>The key of a JSON secret that gets the new random value; the whole secret where it is left out. Only by the name of the key: no value.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RotationKey { get; set; }

    /// <summary>The name of the secret with the database administrator's credentials: two users then take turns, so that the old password works until the next rotation.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AdminSecret { get; set; }

    /// <summary>The ARN of a rotation function that is there, in place of the platform's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RotationFunction { get; set; }

    /// <summary>Runs the rotation function inside the VPC, where the database is; needs the network.</summary>
    [Parameter]
    public SwitchParameter InVpc { get; set; }

    /// <summary>Leaves the services that read the secret alone when it has a new value: they read it when a task starts, and not before.</summary>
    [Parameter]
    public SwitchParameter NoRestart { get; set; }

    private SecretDefinition WithRotation(SecretDefinition secret, SecretDefinition? former)
    {
        _rotation = Rotation(former?.Rotation);
        if (former is not null)
        {
            return secret with { Rotation = _rotation, Generate = former.Generate is not null && SaysHow ? Generated() : former.Generate };
        }

        // What rotates a part of its value holds more than one text: its first value comes from -Value or -SecretCredential.
        var isGiven = FromEnvironment is not null || Value is not null || SecretCredential is not null;
        var hasParts = _rotation is { Method: Core.Definition.RotationMethod.PostgreSql } or { Key: not null };
        return secret with
        {
            Rotation = _rotation,
            FromEnvironment = FromEnvironment,
            FromFile = FromEnvironment is null && isGiven && hasParts ? $"{Name}.json" : null,
            Generate = FromEnvironment is null && !(isGiven && hasParts) ? Generated() : null,
        };
    }

    private bool SaysHow => MyInvocation.BoundParameters.ContainsKey(nameof(Length)) || ExcludePunctuation || SigningKeyAlgorithm is not null;

    private GeneratedSecret Generated() => new()
    {
        Length = Length,
        ExcludePunctuation = ExcludePunctuation,
        SigningKey = SigningKeyAlgorithm is { } algorithm ? new SigningKey { Algorithm = Spelled.As<SigningAlgorithm>(algorithm), Bits = SigningKeyBits } : null,
    };

    private SecretRotation? Rotation(SecretRotation? former)
    {
        if (RotationDays is 0)
        {
            return null;
        }

        var says = RotationMethod is not null || RotationKey is not null || AdminSecret is not null || RotationFunction is not null || InVpc || NoRestart;
        if (RotationDays is null && former is null)
        {
            return says ? throw new PlatformException("RotationRefused", $"How often '{Name}' gets a new value is not said.", "Give -RotationDays.", []) : null;
        }

        var start = former ?? new SecretRotation { Days = RotationDays!.Value };
        return start with
        {
            Days = RotationDays ?? start.Days,
            Method = RotationMethod is { } method ? Spelled.As<Core.Definition.RotationMethod>(method) : start.Method,
            Key = RotationKey ?? start.Key,
            AdminSecret = AdminSecret ?? start.AdminSecret,
            Function = RotationFunction ?? start.Function,
            InVpc = MyInvocation.BoundParameters.ContainsKey(nameof(InVpc)) ? InVpc : start.InVpc,
            RestartServices = MyInvocation.BoundParameters.ContainsKey(nameof(NoRestart)) ? !NoRestart : start.RestartServices,
        };
    }
}
