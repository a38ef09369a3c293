using System.Net.Sockets;
using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>Stable ids of errors, for scripts that tell them apart; texts may change, ids do not.</summary>
public static class ErrorIds
{
    /// <summary>A definition with problems.</summary>
    public const string DefinitionInvalid = nameof(DefinitionInvalid);

    /// <summary>A plan that cannot be carried out.</summary>
    public const string PlanRefused = nameof(PlanRefused);

    /// <summary>A run of which steps failed.</summary>
    public const string RunFailed = nameof(RunFailed);

    /// <summary>A removal after which something is still there.</summary>
    public const string ResourcesLeft = nameof(ResourcesLeft);

    /// <summary>A value that the API's model forbids.</summary>
    public const string InvalidValue = nameof(InvalidValue);

    /// <summary>Nothing answers at the address.</summary>
    public const string EndpointUnreachable = nameof(EndpointUnreachable);

    /// <summary>No credentials, or a profile that does not work.</summary>
    public const string CredentialsNotFound = nameof(CredentialsNotFound);

    /// <summary>A profile that signs in through IAM Identity Center, where nobody has signed in, or too long ago.</summary>
    public const string SignInRequired = nameof(SignInRequired);

    /// <summary>A file that cannot be read.</summary>
    public const string FileNotReadable = nameof(FileNotReadable);

    /// <summary>The definition wants App Mesh, which AWS ended on 2026-09-30 and which does not answer any more.</summary>
    public const string AppMeshGone = nameof(AppMeshGone);

    /// <summary>Something that nobody foresaw.</summary>
    public const string Unexpected = nameof(Unexpected);

    /// <summary>The id of an error; AWS's error code where AWS refused a call. What failed one by one has ids of its own in the plan and the report.</summary>
    /// <param name="error">The exception that ended a run or kept it from beginning.</param>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error switch
        {
            PlanRefusedException => PlanRefused,
            PlatformRunException { Report: { Failures.Count: 0, Left.Count: > 0 } } => ResourcesLeft,
            PlatformRunException => RunFailed,
            _ when SingleSignOn.IsMissing(error) => SignInRequired,
            ConstraintException => InvalidValue,
            ResourceFailedException failed => failed.Code,
            ServiceEndedException ended => ended.Id,
            _ when Causes(error).Any(cause => cause is EndpointUnreachableException) => EndpointUnreachable,
            AmazonServiceException { ErrorCode: not null and not "" } service => service.ErrorCode,
            _ when Causes(error).Any(cause => cause is SocketException or HttpRequestException) => EndpointUnreachable,
            AmazonServiceException => Unexpected,
            AmazonClientException => CredentialsNotFound,
            UnauthorizedAccessException or IOException => FileNotReadable,
            _ => Unexpected,
        };
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
