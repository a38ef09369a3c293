namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>When a deployment counts as failed, and how long the scheduler waits between attempts.</summary>
internal static class CircuitBreaker
{
    /// <summary>Failures in a row after which the service says that it cannot start tasks.</summary>
    public const int Unstable = 3;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(27);

    /// <summary>Half the desired count, at least 3 and at most 200 (Amazon ECS Developer Guide, "deployment circuit breaker").</summary>
    public static int Threshold(int desired) => Math.Clamp((int)Math.Ceiling(desired * 0.5), 3, 200);

    /// <summary>Longer with every failure in a row ("service throttle logic" in the Developer Guide).</summary>
    public static TimeSpan Pause(int failures)
    {
        var pause = TimeSpan.FromSeconds(10) * Math.Pow(2, Math.Min(failures, 12) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}
