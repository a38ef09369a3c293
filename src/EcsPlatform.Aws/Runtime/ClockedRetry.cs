using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsPlatform.Aws.Runtime;

/// <summary>AWSSDK.Core's retry policies, waiting on our clock: what is retried and how often stays theirs.</summary>
/// <remarks>The retry quota (500 tokens) is per client instead of per process, so that runs side by side do not draw on each other's.</remarks>
internal static class ClockedRetry
{
    private const int Quota = 500;

    public static RetryPolicy Policy(IClientConfig config, TimeProvider time, Func<double> jitter) => config.RetryMode switch
    {
        RequestRetryMode.Adaptive => new Adaptive(config, time, jitter),
        _ => new Standard(config, time, jitter),
    };

    /// <summary>Up to 1, 2, 4… seconds, never more than the policy's cap; at random below that, so that clients do not retry in step.</summary>
    private static Task Wait(IExecutionContext context, TimeProvider time, Func<double> jitter, int maxMilliseconds)
    {
        var ceiling = Math.Min(1000 * Math.Pow(2, context.RequestContext.Retries - 1), maxMilliseconds);
        return time.DelayAsync(TimeSpan.FromMilliseconds(jitter() * ceiling), context.RequestContext.CancellationToken);
    }

    private sealed class Standard : StandardRetryPolicy
    {
        private readonly TimeProvider _time;
        private readonly Func<double> _jitter;

        public Standard(IClientConfig config, TimeProvider time, Func<double> jitter)
            : base(config)
        {
            (_time, _jitter) = (time, jitter);
            RetryCapacity = new RetryCapacity(Quota);
        }

        public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
            !CallOnce.Forbids(exception) && await base.RetryForExceptionAsync(executionContext, exception).ConfigureAwait(false);

        public override Task WaitBeforeRetryAsync(IExecutionContext executionContext) =>
            Wait(executionContext, _time, _jitter, MaxBackoffInMilliseconds);
    }

    private sealed class Adaptive : AdaptiveRetryPolicy
    {
        private readonly TimeProvider _time;
        private readonly Func<double> _jitter;

        public Adaptive(IClientConfig config, TimeProvider time, Func<double> jitter)
            : base(config)
        {
            (_time, _jitter) = (time, jitter);
            RetryCapacity = new RetryCapacity(Quota);
        }

        public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
            !CallOnce.Forbids(exception) && await base.RetryForExceptionAsync(executionContext, exception).ConfigureAwait(false);

        public override Task WaitBeforeRetryAsync(IExecutionContext executionContext) =>
            Wait(executionContext, _time, _jitter, MaxBackoffInMilliseconds);
    }
}
