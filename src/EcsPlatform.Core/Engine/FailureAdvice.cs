using Amazon.Runtime;

namespace EcsPlatform.Core.Engine;

/// <summary>Turns an exception into what people read: what failed, what AWS said, what to do.</summary>
internal static class FailureAdvice
{
    private const string TurnedAway = "AWS keeps turning calls away: run it again later.";

    // The first that fits counts: EC2's RequestLimitExceeded is no quota but throttling.
    private static readonly (string Fragment, string Advice)[] ByCode =
    [
        ("Throttl", TurnedAway),
        ("RequestLimitExceeded", TurnedAway),
        ("TooManyRequests", TurnedAway),
        ("AccessDenied", "The caller's role lacks the permission named in the message."),
        ("UnauthorizedOperation", "The caller's role lacks the permission named in the message."),
        ("NotAuthorized", "The caller's role lacks the permission named in the message."),
        ("LimitExceeded", "A quota of the account is reached: raise it in Service Quotas, or remove what is not needed."),
        ("QuotaExceeded", "A quota of the account is reached: raise it in Service Quotas, or remove what is not needed."),
        ("TooMany", "A quota of the account is reached: raise it in Service Quotas, or remove what is not needed."),
        ("ExpiredToken", "The session's credentials have expired: sign in again."),
        ("InvalidClientTokenId", "The credentials are not valid for this account: check the profile."),
        ("UnrecognizedClient", "The credentials are not valid for this account: check the profile."),
        ("AuthFailure", "The credentials are not valid for this account: check the profile."),
        ("CertificateNotFound", "Give the ARN of a certificate that is in the platform's own account and region."),
        ("UnsupportedCertificate", "Give the ARN of a certificate that is ISSUED, has a full domain name and a key that load balancers take."),
        ("DependencyViolation", "Something that this platform does not own still uses it: the message names it."),
    ];

    public static StepFailure Describe(PlanStep step, Exception error) => error switch
    {
        ResourceFailedException failed => new(step.LogicalId, step.Action, failed.Code, failed.Message, failed.Advice) { Cause = error },
        AmazonServiceException service => new(step.LogicalId, step.Action, service.ErrorCode ?? service.GetType().Name, service.Message, For(service.ErrorCode)) { Cause = error },
        OperationCanceledException { InnerException: TimeoutException } => new(step.LogicalId, step.Action, "TimedOut", error.Message, "Run it again: it goes on from here.") { Cause = error },
        OperationCanceledException => new(step.LogicalId, step.Action, "Stopped", "The run was stopped.", "Run it again: it goes on from here.") { Cause = error },
        TimeoutException => new(step.LogicalId, step.Action, "TimedOut", error.Message, "Run it again: it goes on waiting.") { Cause = error },
        _ => new(step.LogicalId, step.Action, error.GetType().Name, error.Message, "Run it again: it goes on from here.") { Cause = error },
    };

    /// <summary>What to do about an error code of AWS.</summary>
    public static string For(string? code) =>
        ByCode.FirstOrDefault(entry => code?.Contains(entry.Fragment, StringComparison.Ordinal) == true).Advice ?? "Run it again: it goes on from here.";
}
