namespace EcsPlatform.Sandbox;

/// <summary>Real time that runs faster: at speed 60 a minute of lifecycle takes a second.</summary>
/// <remarks>For clients in other processes, whose waiting a <see cref="VirtualClock"/> cannot see.</remarks>
public sealed class ScaledClock : TimeProvider
{
    private readonly DateTimeOffset _start;
    private readonly long _realStart = System.GetTimestamp();

    /// <summary>A clock that starts now, or at the given instant, and runs at a speed.</summary>
    /// <param name="speed">Seconds shown per real second; above 0.</param>
    /// <param name="start">The first instant.</param>
    public ScaledClock(double speed, DateTimeOffset? start = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        Speed = speed;
        _start = (start ?? System.GetUtcNow()).ToUniversalTime();
    }

    /// <summary>Seconds shown per real second.</summary>
    public double Speed { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => _start.Ticks + (long)(System.GetElapsedTime(_realStart).Ticks * Speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, System.CreateTimer(callback, state, Real(dueTime), Real(period)));

    private TimeSpan Real(TimeSpan shown) =>
        shown <= TimeSpan.Zero ? shown : TimeSpan.FromMilliseconds(Math.Ceiling(shown.TotalMilliseconds / Speed));

    private sealed class ScaledTimer(ScaledClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
