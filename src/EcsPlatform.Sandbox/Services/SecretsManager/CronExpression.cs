using System.Globalization;

namespace EcsPlatform.Sandbox.Services;

/// <summary>AWS's cron of six fields (minutes, hours, day of month, month, day of week, year), as far as rotations take it: minutes 0, any year.</summary>
internal sealed class CronExpression
{
    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly HashSet<int> _hours;
    private readonly HashSet<int>? _days;
    private readonly HashSet<int> _months;
    private readonly HashSet<int>? _weekdays;
    private readonly bool _lastDay;

    private CronExpression(HashSet<int> hours, HashSet<int>? days, HashSet<int> months, HashSet<int>? weekdays, bool lastDay) =>
        (_hours, _days, _months, _weekdays, _lastDay) = (hours, days, months, weekdays, lastDay);

    /// <summary>The expression, or null where it is none.</summary>
    public static CronExpression? Parse(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["0" or "00", var hour, var day, var month, var weekday, "*"]
            || (day == "?") == (weekday == "?"))
        {
            return null;
        }

        var hours = Values(hour, 0, 23, []);
        var days = day is "?" or "L" ? null : Values(day, 1, 31, []);
        var months = Values(month, 1, 12, MonthNames);
        var weekdays = weekday == "?" ? null : Values(weekday, 1, 7, DayNames);
        return hours is null || months is null || (days is null && day is not ("?" or "L")) || (weekdays is null && weekday != "?")
            ? null
            : new CronExpression(hours, days, months, weekdays, day == "L");
    }

    /// <summary>The next instant after another; null where there is none within four years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var start = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = 0; day <= 4 * 366; day++)
        {
            var date = start.AddDays(day);
            if (IsOn(date) && _hours.Order().Select(hour => date.AddHours(hour)).FirstOrDefault(instant => instant > after) is { Ticks: > 0 } next)
            {
                return next;
            }
        }

        return null;
    }

    private bool IsOn(DateTimeOffset date) =>
        _months.Contains(date.Month)
        && (!_lastDay || date.Day == DateTime.DaysInMonth(date.Year, date.Month))
        && (_days?.Contains(date.Day) ?? true)
        && (_weekdays?.Contains((int)date.DayOfWeek + 1) ?? true);

    private static HashSet<int>? Values(string field, int low, int high, string[] names)
    {
        var values = new HashSet<int>();
        foreach (var part in field.Split(','))
        {
            var steps = part.Split('/');
            var range = steps[0] == "*" ? [low, high] : steps[0].Split('-').Select(text => Value(text, low, names)).ToArray();
            if (steps.Length > 2 || range.Length > 2 || range.Any(value => value < low || value > high)
                || (steps.Length == 2 && (!int.TryParse(steps[1], CultureInfo.InvariantCulture, out var step) || step < 1)))
            {
                return null;
            }

            var every = steps.Length == 2 ? int.Parse(steps[1], CultureInfo.InvariantCulture) : 1;
            var end = range.Length == 2 ? range[1] : steps.Length == 2 ? high : range[0];
            for (var value = range[0]; value <= end; value += every)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static int Value(string text, int low, string[] names) =>
        Array.IndexOf(names, text.ToUpperInvariant()) is >= 0 and var index ? index + low
        : int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value
        : -1;
}
