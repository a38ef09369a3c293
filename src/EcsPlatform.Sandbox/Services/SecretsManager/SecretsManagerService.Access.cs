using System.Text.Json;
using Amazon.SecretsManager.Model;
using EcsPlatform.Sandbox.Services.Kms;

namespace EcsPlatform.Sandbox.Services;

/// <content>Who may read a secret: its policy, the reader's, and the key's.</content>
public sealed partial class SecretsManagerService
{
    private const string Read = "secretsmanager:GetSecretValue";

    /// <summary>For other services: whether a principal may use the secret's key through Secrets Manager; AWS's own key is for everybody in the account.</summary>
    internal bool MayDecrypt(Secret secret, Principal principal) =>
        secret.KmsKeyId is null || MayUseKey(secret.KmsKeyId, "Decrypt", principal, secret.Arn);

    /// <summary>For other services: whether a principal may read the value, the key apart.</summary>
    internal bool MayRead(Secret secret, Principal principal)
    {
        var iam = Region.Get<IamService>();
        var request = new AccessRequest(Read, secret.Arn);
        request.Context["secretsmanager:SecretId"] = [secret.Arn];
        request.Context["aws:ResourceAccount"] = [Region.AccountId];
        foreach (var (key, value) in secret.Tags)
        {
            request.Context[$"aws:ResourceTag/{key}"] = [value];
            request.Context[$"secretsmanager:ResourceTag/{key}"] = [value];
        }

        var byIdentity = iam.Decide(principal, request);
        var byResource = secret.Policy is { } policy ? Policy.Parse(policy).Decide(iam.Complete(request, principal)) : Decision.ImplicitDeny;
        return byIdentity != Decision.ExplicitDeny && byResource != Decision.ExplicitDeny && (byIdentity == Decision.Allowed || byResource == Decision.Allowed);
    }

    /// <summary>For other services: why a role does not get a secret's value, as the error's code and message; null where it does, or where there is none.</summary>
    /// <param name="role">ARN.</param>
    /// <param name="arn">The secret.</param>
    /// <param name="session">The name of the session in which the service assumed the role.</param>
    internal string? Refusal(string role, string arn, string session)
    {
        var iam = Region.Get<IamService>();
        var error = FindSecret(arn) is { } secret ? Refusal(secret, Principal.Aws(role), iam.Refusal(role, Read, secret.Arn, session))
            : iam.Allows(role, Read, arn) ? null
            : new AwsError("AccessDeniedException", iam.Refusal(role, Read, arn, session));
        return error is null ? null : $"{error.Code}: {error.Message}";
    }

    private AwsError? Refusal(Secret secret, Principal reader, string refusal) =>
        !MayRead(secret, reader) ? new AwsError("AccessDeniedException", refusal)
        : MayDecrypt(secret, reader) ? null
        : Region.Get<KmsService>().FindKey(secret.KmsKeyId!) is { State: "Enabled" } ? new AwsError("AccessDeniedException", "Access to KMS is not allowed")
        : new AwsError("DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.");

    private bool MayUseKey(string key, string action, Principal principal, string arn) =>
        Region.Get<KmsService>().MayUse(key, action, principal, new Dictionary<string, string> { ["SecretARN"] = arn }, via: "secretsmanager");

    private void CheckReader(Secret secret, CallContext context)
    {
        var caller = Region.Get<IamService>().Caller(context.AccessKeyId);
        var who = $"User: {Region.Get<StsService>().CallerArn(context.AccessKeyId)} is not authorized to perform: {Read} on resource: {secret.Arn} "
            + $"because no identity-based policy allows the {Read} action";
        if (Refusal(secret, caller, who) is { } refusal)
        {
            throw refusal;
        }
    }

    // Whoever puts a value needs the key; without a value the key is only remembered.
    private void CheckKey(string? key, string arn, CallContext context)
    {
        if (key is not null && !MayUseKey(key, "GenerateDataKey", Region.Get<IamService>().Caller(context.AccessKeyId), arn))
        {
            throw new AwsError("EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key. "
                + "Check that the KMS key is available, enabled, and not in an invalid state.");
        }
    }

    private GetResourcePolicyResponse GetResourcePolicy(GetResourcePolicyRequest request)
    {
        var secret = Live(request.SecretId);
        return new GetResourcePolicyResponse { ARN = secret.Arn, Name = secret.Name, ResourcePolicy = secret.Policy };
    }

    private PutResourcePolicyResponse PutResourcePolicy(PutResourcePolicyRequest request)
    {
        var secret = Live(request.SecretId);
        try
        {
            PolicyDocument.CheckResource(request.ResourcePolicy, arn => Region.Get<IamService>().FindRole(arn) is not null);
        }
        catch (Exception error) when (error is AwsError { Code: "MalformedPolicyDocument" } or JsonException)
        {
            throw new AwsError("MalformedPolicyDocumentException", "This resource policy contains a syntax error or a principal that does not exist.");
        }

        secret.Policy = request.ResourcePolicy;
        return new PutResourcePolicyResponse { ARN = secret.Arn, Name = secret.Name };
    }

    private DeleteResourcePolicyResponse DeleteResourcePolicy(DeleteResourcePolicyRequest request)
    {
        var secret = Live(request.SecretId);
        secret.Policy = null;
        return new DeleteResourcePolicyResponse { ARN = secret.Arn, Name = secret.Name };
    }
}
