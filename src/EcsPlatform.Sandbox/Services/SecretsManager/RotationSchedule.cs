using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.SecretsManager.Model;

namespace EcsPlatform.Sandbox.Services;

/// <summary>When rotations happen: in windows that a number of days, a rate() or a cron() opens, in UTC ("Schedule expressions in Secrets Manager rotation").</summary>
internal static partial class RotationSchedule
{
    /// <summary>Refuses rules that mean nothing.</summary>
    public static void Check(RotationRulesType rules)
    {
        if (rules.AutomaticallyAfterDays is not null && rules.ScheduleExpression is not null)
        {
            throw Invalid("You can't specify both AutomaticallyAfterDays and ScheduleExpression in the rotation rules.");
        }

        if (rules.ScheduleExpression is { } expression && Rate(expression) is null && Cron(expression) is null)
        {
            throw Invalid($"Invalid schedule expression: {expression}");
        }
    }

    /// <summary>Days between rotations, as DescribeSecret works them out; null where the schedule is not in days.</summary>
    public static long? DaysOf(RotationRulesType rules) =>
        rules.AutomaticallyAfterDays ?? (rules.ScheduleExpression is { } expression && Rate(expression) is { TotalDays: >= 1 } rate ? (long)rate.TotalDays : null);

    /// <summary>When the next window opens and closes.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="last">When the value last changed: days count from there.</param>
    /// <param name="now">The window opens after this.</param>
    public static (DateTimeOffset Opens, DateTimeOffset Closes)? Next(RotationRulesType? rules, DateTimeOffset last, DateTimeOffset now)
    {
        if (rules?.ScheduleExpression is { } expression && Cron(expression) is { } cron)
        {
            return cron.Next(now) is { } opens ? (opens, Closes(rules, opens, hourly: false)) : null;
        }

        var rate = rules?.AutomaticallyAfterDays is { } days ? TimeSpan.FromDays(days)
            : rules?.ScheduleExpression is { } text ? Rate(text)
            : null;
        if (rate is not { } every)
        {
            return null;
        }

        // Windows of days open at midnight, those of hours at the full hour.
        var hourly = every.TotalDays < 1;
        var due = hourly ? Hour(last + every) : Midnight(last + every);
        while (due <= now)
        {
            due += hourly ? every : TimeSpan.FromDays(1);
        }

        return (due, Closes(rules!, due, hourly));
    }

    private static DateTimeOffset Closes(RotationRulesType rules, DateTimeOffset opens, bool hourly) =>
        rules.Duration is { } duration ? opens.AddHours(int.Parse(duration.TrimEnd('h'), CultureInfo.InvariantCulture))
        : hourly ? opens.AddHours(1)
        : Midnight(opens).AddDays(1).AddSeconds(-1);

    private static DateTimeOffset Midnight(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset Hour(DateTimeOffset instant) => Midnight(instant).AddHours(instant.UtcDateTime.Hour);

    // Every four hours at most, up to 999 days.
    private static TimeSpan? Rate(string expression) =>
        RatePattern().Match(expression) is { Success: true } match && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is var count
            ? match.Groups[2].Value.StartsWith("hour", StringComparison.Ordinal)
                ? count >= 4 ? TimeSpan.FromHours(count) : null
                : count is >= 1 and <= 999 ? TimeSpan.FromDays(count) : null
            : null;

    private static CronExpression? Cron(string expression) =>
        CronPattern().Match(expression) is { Success: true } match ? CronExpression.Parse(match.Groups[1].Value) : null;

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    [GeneratedRegex(@"^rate\((\d{1,4}) (hours?|days?)\)$")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"^cron\((.+)\)$")]
    private static partial Regex CronPattern();
}
