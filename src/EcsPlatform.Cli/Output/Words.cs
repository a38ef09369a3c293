using System.Globalization;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Output;

/// <summary>How actions, times and counts are put into words.</summary>
internal static class Words
{
    public static string Symbol(PlanAction action) => action switch
    {
        PlanAction.Create => "+",
        PlanAction.Update => "~",
        PlanAction.Replace => "±",
        PlanAction.Delete => "-",
        _ => " ",
    };

    public static string Color(PlanAction action) => action switch
    {
        PlanAction.Create => "green",
        PlanAction.Update => "yellow",
        PlanAction.Replace => "fuchsia",
        PlanAction.Delete => "red",
        _ => "default",
    };

    /// <summary>"create", "update".</summary>
    public static string Infinitive(PlanAction action) => action.ToString().ToLowerInvariant();

    /// <summary>"created", "updated".</summary>
    public static string Done(PlanAction action) => action switch
    {
        PlanAction.None => "ready",
        _ => Infinitive(action) + "d",
    };

    /// <summary>"0.3 s", "12 s", "4 min 05 s".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 9.95 } => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalSeconds: < 99.5 } => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s"),
    };

    /// <summary>The id that AWS gave, or the name where the id is an ARN around it; JSON has the ARN.</summary>
    public static string Named(PlanStep step, string? id) => id is null || id.StartsWith("arn:", StringComparison.Ordinal) ? step.Name : id;

    /// <summary>Long values are cut for people; JSON has them whole.</summary>
    public static string Short(string? value, int length = 120) => value switch
    {
        null => "(none)",
        "" => "\"\"",
        _ when value.Length > length => value[..(length - 1)] + "…",
        _ => value,
    };
}
