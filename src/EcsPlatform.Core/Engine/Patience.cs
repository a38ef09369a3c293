using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>What to do when a call fails for reasons that pass: try again, ever more slowly, for a while.</summary>
/// <remarks>The SDK has retried already by then; this is for weather that outlasts it.</remarks>
internal static class Patience
{
    private const int Attempts = 8;

    /// <summary>Runs work that may be repeated, until it succeeds, fails for good, or weather has lasted too long.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, TimeProvider clock, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception error) when (attempt < Attempts && IsTransient(error) && !cancellation.IsCancellationRequested)
            {
                await clock.DelayAsync(Pause(attempt), cancellation);
            }
        }
    }

    /// <summary>1, 2, 4, 8, then 15 seconds.</summary>
    public static TimeSpan Pause(int attempt) => TimeSpan.FromSeconds(Math.Min(15, Math.Pow(2, attempt - 1)));

    /// <summary>The call may or may not have taken effect, or was turned away for now: another try may do.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        AmazonServiceException service => service.Retryable is not null || (int)service.StatusCode >= 500 || IsThrottling(service) || service.InnerException is not null && IsTransient(service.InnerException),
        HttpRequestException or IOException or TimeoutException or TaskCanceledException => true,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    /// <summary>The service says: not so fast.</summary>
    public static bool IsThrottling(AmazonServiceException error) =>
        error.ErrorCode is { } code
        && (code.Contains("Throttl", StringComparison.Ordinal)
            || code is "RequestLimitExceeded" or "TooManyRequestsException" or "PriorRequestNotComplete" or "SlowDown");
}
