using System.Management.Automation;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>Turns exceptions into error records: a stable id, the right category, what it is about, and what to do.</summary>
internal static class ErrorRecords
{
    private static readonly (string Id, ErrorCategory Category)[] Categories =
    [
        (ErrorIds.DefinitionInvalid, ErrorCategory.InvalidData),
        (ErrorIds.PlanRefused, ErrorCategory.InvalidOperation),
        (ErrorIds.RunFailed, ErrorCategory.InvalidResult),
        (ErrorIds.ResourcesLeft, ErrorCategory.ResourceBusy),
        (ErrorIds.InvalidValue, ErrorCategory.InvalidArgument),
        (ErrorIds.EndpointUnreachable, ErrorCategory.ConnectionError),
        (ErrorIds.CredentialsNotFound, ErrorCategory.AuthenticationError),
        (ErrorIds.SignInRequired, ErrorCategory.AuthenticationError),
        (ErrorIds.FileNotReadable, ErrorCategory.OpenError),
        ("DeploymentRefused", ErrorCategory.InvalidOperation),
        ("DeploymentRolledBack", ErrorCategory.OperationStopped),
        ("DeploymentStopped", ErrorCategory.OperationStopped),
        ("DeploymentNotBegun", ErrorCategory.OperationStopped),
        ("DeploymentFailed", ErrorCategory.InvalidResult),
        ("DeploymentNotPaused", ErrorCategory.InvalidOperation),
        (ErrorIds.AppMeshGone, ErrorCategory.ResourceUnavailable),
        ("MicroserviceInvalid", ErrorCategory.InvalidData),
        ("MicroserviceFailed", ErrorCategory.InvalidResult),
        ("PartMissing", ErrorCategory.ObjectNotFound),
        ("NotFound", ErrorCategory.ObjectNotFound),
        ("NotKnown", ErrorCategory.InvalidArgument),
        ("NotRunning", ErrorCategory.InvalidOperation),
        ("Refused", ErrorCategory.InvalidArgument),
        ("CannotAsk", ErrorCategory.InvalidOperation),
        ("PortTaken", ErrorCategory.ResourceUnavailable),
        ("TimedOut", ErrorCategory.OperationTimeout),
        ("AccessDenied", ErrorCategory.PermissionDenied),
        ("Unauthorized", ErrorCategory.PermissionDenied),
        ("NotAuthorized", ErrorCategory.PermissionDenied),
        ("Expired", ErrorCategory.AuthenticationError),
        ("InvalidClientTokenId", ErrorCategory.AuthenticationError),
        ("Throttl", ErrorCategory.LimitsExceeded),
        ("LimitExceeded", ErrorCategory.LimitsExceeded),
    ];

    public static ErrorRecord Of(Exception error, object? target)
    {
        var platformError = error as PlatformException ?? Explain(error);
        return new ErrorRecord(platformError, platformError.ErrorId, CategoryOf(platformError.ErrorId), Target(platformError) ?? target)
        {
            ErrorDetails = new ErrorDetails(platformError.Message) { RecommendedAction = platformError.Advice },
        };
    }

    public static ErrorCategory CategoryOf(string id) =>
        Categories.FirstOrDefault(entry => id.Contains(entry.Id, StringComparison.Ordinal)) is { Id: not null } known ? known.Category : ErrorCategory.NotSpecified;

    private static PlatformException Explain(Exception error)
    {
        var (message, advice) = ErrorExplanation.Of(error);
        return error switch
        {
            PlanRefusedException refused => new PlatformException(ErrorIds.PlanRefused, message, "Nothing was changed. " + string.Join(" ", refused.Plan.Problems.Select(problem => problem.Advice).Distinct()), [.. refused.Plan.Problems.Select(Show)], error),
            PlatformRunException run => new PlatformException(ErrorIds.Of(error), message, "Run it again: it goes on from here.", [.. run.Report.Failures.Select(Show), .. run.Report.Left.Select(Show)], error),
            _ => new PlatformException(ErrorIds.Of(error), message, advice, [], error),
        };
    }

    // The one thing that is wrong is a better target than the platform around it.
    private static string? Target(PlatformException error) => error.Problems is [{ Path: { Length: > 0 } path }] ? path : null;

    private static PlatformProblem Show(PlanProblem problem) => new() { Id = problem.Id, Path = problem.LogicalId, Message = problem.Message, Advice = problem.Advice };

    private static PlatformProblem Show(StepFailure failure) => new() { Id = failure.ErrorCode, Path = failure.LogicalId, Message = failure.Message, Advice = failure.Advice };

    private static PlatformProblem Show(LiveResource left) => new()
    {
        Id = "ResourceLeft",
        Path = left.LogicalId ?? $"{left.Type}/{left.Name}",
        Message = $"{left.Id} is still there.",
        Advice = "Run it again: it goes on from here.",
    };
}
