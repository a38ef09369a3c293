using Amazon.Runtime;

namespace EcsPlatform.Core.Resources;

/// <summary>Calls that the caller may not make.</summary>
internal static class Denial
{
    /// <summary>The caller lacks the permission; some protocols spell the code with "Exception", some without.</summary>
    public static bool IsDenied(this AmazonServiceException error) => error.ErrorCode is "AccessDeniedException" or "AccessDenied";
}
