using Amazon.KeyManagementService.Model;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <content>Key policies, and who may use a key.</content>
public sealed partial class KmsService
{
    // "Resource quotas" in the KMS developer guide.
    private const int PolicyBytes = 32 * 1024;

    /// <summary>For other services: whether a key is there, enabled, and lets a principal do something with it.</summary>
    /// <param name="id">Id, ARN or alias.</param>
    /// <param name="action">"Decrypt", without the prefix.</param>
    /// <param name="principal">A role, or the service itself.</param>
    /// <param name="encryptionContext">The encryption context that goes with it.</param>
    /// <param name="via">The service on whose way it happens: "secretsmanager"; null for the principal itself.</param>
    /// <param name="source">The resource for which a service asks.</param>
    internal bool MayUse(
        string id, string action, Principal principal, IReadOnlyDictionary<string, string>? encryptionContext = null, string? via = null, string? source = null) =>
        FindKey(id) is { State: "Enabled" } key && May(key, key.Policy, action, principal, encryptionContext, via, source);

    // In the key policy alone; or in IAM, where the key policy leaves it to the account; or by a grant.
    private bool May(
        KmsKey key,
        string policyText,
        string action,
        Principal principal,
        IReadOnlyDictionary<string, string>? encryptionContext = null,
        string? via = null,
        string? source = null)
    {
        var iam = Region.Get<IamService>();
        var request = iam.Complete(Request(key, action, encryptionContext ?? new Dictionary<string, string>(), via, source), principal);
        var policy = Policy.Parse(policyText);
        var byKey = policy.Decide(request);
        var byIdentity = principal.Kind == "AWS" ? iam.Decide(principal, request) : Decision.ImplicitDeny;
        if (byKey == Decision.ExplicitDeny || byIdentity == Decision.ExplicitDeny)
        {
            return false;
        }

        return byKey == Decision.Allowed
            || (byIdentity == Decision.Allowed && policy.Decide(request with { Principal = Principal.Root(Region.AccountId) }) == Decision.Allowed)
            || key.Grants.Values.Any(grant => grant.Grantee == principal.Id && grant.Covers(action, encryptionContext ?? new Dictionary<string, string>()));
    }

    private AccessRequest Request(KmsKey key, string action, IReadOnlyDictionary<string, string> encryptionContext, string? via, string? source)
    {
        var request = new AccessRequest("kms:" + action, key.Arn);
        request.Context["kms:CallerAccount"] = [Region.AccountId];
        request.Context["kms:KeySpec"] = [key.Spec];
        request.Context["kms:KeyUsage"] = [key.Usage];
        request.Context["kms:ResourceAliases"] = [.. State.Aliases.Values.Where(alias => alias.KeyId == key.Id).Select(alias => alias.Name)];
        request.Context["kms:EncryptionContextKeys"] = [.. encryptionContext.Keys];
        foreach (var (name, value) in encryptionContext)
        {
            request.Context[$"kms:EncryptionContext:{name}"] = [value];
        }

        foreach (var (name, value) in key.Tags)
        {
            request.Context[$"aws:ResourceTag/{name}"] = [value];
        }

        if (via is not null)
        {
            request.Context["kms:ViaService"] = [$"{via}.{Region.Name}.amazonaws.com"];
        }

        if (source is not null)
        {
            request.Context["aws:SourceArn"] = [source];
            request.Context["aws:SourceAccount"] = [Region.AccountId];
        }

        return request;
    }

    /// <summary>The key, where the caller may do something to it.</summary>
    private KmsKey Authorized(KmsKey key, string action, CallContext context, IReadOnlyDictionary<string, string>? encryptionContext = null)
    {
        var caller = Region.Get<IamService>().Caller(context.AccessKeyId);
        return May(key, key.Policy, action, caller, encryptionContext)
            ? key
            : throw new AwsError("AccessDeniedException",
                $"User: {Region.Get<StsService>().CallerArn(context.AccessKeyId)} is not authorized to perform: kms:{action} on resource: {key.Arn} "
                + $"because no resource-based policy allows the kms:{action} action");
    }

    private string DefaultPolicy() => $$"""
        {
          "Version" : "2012-10-17",
          "Id" : "key-default-1",
          "Statement" : [ {
            "Sid" : "Enable IAM User Permissions",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::{{Region.AccountId}}:root"
            },
            "Action" : "kms:*",
            "Resource" : "*"
          } ]
        }
        """;

    private void CheckPolicy(string policy)
    {
        if (policy.Length > PolicyBytes)
        {
            throw new AwsError("LimitExceededException", $"The key policy exceeds the limit of {PolicyBytes} bytes.");
        }

        try
        {
            PolicyDocument.CheckResource(policy, arn => Region.Get<IamService>().FindRole(arn) is not null);
        }
        catch (AwsError error) when (error.Code == "MalformedPolicyDocument")
        {
            throw new AwsError("MalformedPolicyDocumentException", error.Message.StartsWith("Invalid principal", StringComparison.Ordinal)
                ? "Policy contains a statement with one or more invalid principals."
                : error.Message);
        }
    }

    private void CheckNotLockedOut(KmsKey key, string policy, CallContext context)
    {
        if (!May(key, policy, "PutKeyPolicy", Region.Get<IamService>().Caller(context.AccessKeyId)))
        {
            throw new AwsError("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.");
        }
    }

    private GetKeyPolicyResponse GetKeyPolicy(GetKeyPolicyRequest request, CallContext context)
    {
        var key = Authorized(Key(request.KeyId), "GetKeyPolicy", context);
        CheckName(request.PolicyName);
        return new GetKeyPolicyResponse { Policy = key.Policy, PolicyName = "default" };
    }

    private PutKeyPolicyResponse PutKeyPolicy(PutKeyPolicyRequest request, CallContext context)
    {
        var key = CustomersOwn(Authorized(Key(request.KeyId), "PutKeyPolicy", context));
        CheckName(request.PolicyName);
        CheckPolicy(request.Policy);
        NotPendingDeletion(key);
        if (request.BypassPolicyLockoutSafetyCheck != true)
        {
            CheckNotLockedOut(key, request.Policy, context);
        }

        key.Policy = request.Policy;
        return new PutKeyPolicyResponse();
    }

    private ListKeyPoliciesResponse ListKeyPolicies(ListKeyPoliciesRequest request, CallContext context)
    {
        Authorized(Key(request.KeyId), "ListKeyPolicies", context);
        return new ListKeyPoliciesResponse { PolicyNames = ["default"], Truncated = false };
    }

    private static void CheckName(string? name)
    {
        if (name is not (null or "default"))
        {
            throw new AwsError("NotFoundException", "No such policy exists");
        }
    }
}
