using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>PowerShell's secure values on their way to Secrets Manager.</summary>
internal static class SecureText
{
    public static SecretText Of(SecureString value) => new(new NetworkCredential("", value).Password);

    /// <summary>The form that AWS's own services use for database credentials.</summary>
    public static SecretText Json(PSCredential credential) =>
        new(JsonSerializer.Serialize(new Dictionary<string, string> { ["username"] = credential.UserName, ["password"] = credential.GetNetworkCredential().Password }));
}

/// <summary>Refuses a plain string without repeating it: PowerShell's own message would show the value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecureValueAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is SecureString or PSCredential
            ? inputData
            : throw new ArgumentTransformationMetadataException(
                "A plain value is refused: it would stay in the history and in logs. Give a SecureString (Read-Host -AsSecureString, Get-Secret) with -Value, a PSCredential (Get-Credential) with -SecretCredential, or -FromEnvironment.");
}
