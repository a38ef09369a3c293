using Amazon.Runtime;

namespace EcsPlatform.Aws;

/// <summary>Marks calls that must not be repeated blindly: when it is not known whether one took effect, the caller looks before it tries again.</summary>
/// <remarks>The SDK repeats a call whose answer was lost; for a call like CreateVpc, which has no client token, that makes a second VPC.</remarks>
public static class CallOnce
{
    private static readonly AsyncLocal<bool> Flow = new();

    /// <summary>From here until the result is disposed, calls of this flow are repeated only when the service turned them away.</summary>
    public static IDisposable Begin()
    {
        Flow.Value = true;
        return new Scope();
    }

    /// <summary>The call may have taken effect, and the flow asks not to repeat it then.</summary>
    internal static bool Forbids(Exception error) => Flow.Value && error is not AmazonServiceException { StatusCode: > 0 and < System.Net.HttpStatusCode.InternalServerError } && !IsThrottling(error);

    private static bool IsThrottling(Exception error) =>
        error is AmazonServiceException { ErrorCode: { } code } && (code.Contains("Throttl", StringComparison.Ordinal) || code is "RequestLimitExceeded" or "SlowDown");

    private sealed class Scope : IDisposable
    {
        public void Dispose() => Flow.Value = false;
    }
}
