namespace EcsPlatform.Sandbox.Services;

/// <summary>What somebody wants to do, as policies see it.</summary>
/// <param name="Action">"kms:Decrypt".</param>
/// <param name="Resource">ARN, or "*" where the action knows no resources.</param>
internal sealed record AccessRequest(string Action, string Resource)
{
    /// <summary>Who wants it; resource policies ask for it.</summary>
    public Principal? Principal { get; init; }

    /// <summary>Values of condition keys ("aws:SourceAccount"), whose case does not matter.</summary>
    public Dictionary<string, string[]> Context { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Who asks: a role, a user, an account as a whole, or a service.</summary>
/// <param name="Kind">"AWS" or "Service", as in a policy's Principal.</param>
/// <param name="Id">ARN, or "logs.us-east-1.amazonaws.com".</param>
/// <param name="Account">The account of an ARN; null for services.</param>
internal sealed record Principal(string Kind, string Id, string? Account)
{
    public static Principal Service(string name) => new("Service", name, null);

    public static Principal Aws(string arn) => new("AWS", arn, arn.Split(':')[4]);

    /// <summary>The account itself: what a resource policy grants it, IAM may hand on.</summary>
    public static Principal Root(string account) => new("AWS", $"arn:aws:iam::{account}:root", account);
}

/// <summary>What policies say to a request.</summary>
internal enum Decision
{
    /// <summary>No statement is about it: refused unless another policy allows it.</summary>
    ImplicitDeny,

    /// <summary>A statement allows it.</summary>
    Allowed,

    /// <summary>A statement denies it, whatever others allow.</summary>
    ExplicitDeny,
}
