namespace EcsPlatform.Sandbox.Services;

/// <content>Who may do what: asked by services where AWS would ask IAM.</content>
public sealed partial class IamService
{
    /// <summary>The role, or else the account's administrator, that a call's access key stands for.</summary>
    internal Principal Caller(string accessKeyId)
    {
        // arn:aws:sts::123456789012:assumed-role/name/session
        var arn = Region.Get<StsService>().CallerArn(accessKeyId);
        return arn.Split('/') is [var kind, var name, _] && kind.EndsWith(":assumed-role", StringComparison.Ordinal) && FindRoleByName(name) is { } role
            ? Principal.Aws(role.Arn)
            : Principal.Aws(arn);
    }

    /// <summary>What the identity's own policies say; whoever is no role is an administrator.</summary>
    internal Decision Decide(Principal identity, AccessRequest request) =>
        FindRole(identity.Id) is { } role ? Policy.Decide(PoliciesOf(role), Complete(request, identity))
        : identity.Id.Contains(":role/", StringComparison.Ordinal) ? Decision.ImplicitDeny
        : Decision.Allowed;

    /// <summary>Whether a role's own policies allow something.</summary>
    internal bool Allows(string role, string action, string resource) =>
        Decide(Principal.Aws(role), new AccessRequest(action, resource)) == Decision.Allowed;

    /// <summary>What a service says whose role may not do something.</summary>
    /// <param name="role">ARN.</param>
    /// <param name="action">"ecr:BatchGetImage".</param>
    /// <param name="resource">ARN, or "*".</param>
    /// <param name="session">The name of the session in which the service assumed the role.</param>
    internal string Refusal(string role, string action, string resource, string session = "session") =>
        $"User: arn:aws:sts::{Region.AccountId}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/{session} is not authorized to perform: "
        + $"{action} on resource: {resource} because no identity-based policy allows the {action} action";

    /// <summary>The request with the condition keys that go with who asks.</summary>
    internal AccessRequest Complete(AccessRequest request, Principal identity)
    {
        var context = new Dictionary<string, string[]>(request.Context, StringComparer.OrdinalIgnoreCase);
        context.TryAdd("aws:PrincipalArn", [identity.Id]);
        context.TryAdd("aws:PrincipalAccount", [identity.Account ?? Region.AccountId]);
        context.TryAdd("aws:ResourceAccount", [Region.AccountId]);
        context.TryAdd("aws:SecureTransport", ["true"]);
        foreach (var (key, value) in FindRole(identity.Id)?.Tags ?? [])
        {
            context.TryAdd($"aws:PrincipalTag/{key}", [value]);
        }

        return request with { Principal = identity, Context = context };
    }

    private static IEnumerable<Policy> PoliciesOf(IamRole role) =>
        [.. role.InlinePolicies.Values.Select(Policy.Parse), .. role.AttachedPolicies.Select(ManagedPolicies.Of)];
}
