namespace EcsPlatform.Aws.Modeling;

/// <summary>Stands for a structure that the SDK shows as its only member's value (EC2's AttributeBooleanValue is a <c>bool?</c>).</summary>
public sealed class Unwrapped
{
    /// <summary>The member's value.</summary>
    public object? Value { get; set; }

    /// <summary>The structure around a value, or null around null.</summary>
    public static Unwrapped? Of(object? value) => value is null ? null : new Unwrapped { Value = value };
}

/// <summary>Milliseconds since 1970 in the model, <c>DateTime</c> in the SDK (CloudWatch Logs).</summary>
public static class EpochMilliseconds
{
    /// <summary>The number for a time; a time without a kind is taken as UTC.</summary>
    public static object? From(DateTime? time) =>
        time is { } value ? (long)(AsUtc(value) - DateTime.UnixEpoch).TotalMilliseconds : null;

    /// <summary>The time for a number.</summary>
    public static DateTime? ToDateTime(object? milliseconds) =>
        milliseconds is null ? null : DateTime.UnixEpoch.AddMilliseconds((long)milliseconds);

    private static DateTime AsUtc(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
}
