using System.Globalization;

namespace EcsPlatform.Core.Deployments;

/// <summary>How a deployment is put into words: the same ones everywhere.</summary>
public static class DeploymentText
{
    /// <summary>"████░░░░░░": a share of the traffic.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="width">How many characters are the whole.</param>
    public static string Bar(double percent, int width = 10)
    {
        var filled = Math.Clamp((int)Math.Round(percent * width / 100, MidpointRounding.AwayFromZero), percent > 0 ? 1 : 0, percent < 100 ? width - 1 : width);
        return new string('█', filled) + new string('░', width - filled);
    }

    /// <summary>"bake time", "paused (post test traffic shift)", "rolling back".</summary>
    public static string Stage(DeploymentStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var stage = status.Stage?.Replace('_', ' ').ToLowerInvariant();
        return status.State switch
        {
            DeploymentState.InProgress => stage ?? "in progress",
            DeploymentState.Paused => stage is null ? "paused" : $"paused ({stage})",
            DeploymentState.RollingBack => "rolling back",
            DeploymentState.RolledBack => "rolled back",
            _ => status.State.ToString().ToLowerInvariant(),
        };
    }

    /// <summary>"████░░░░░░  40 %"; empty where the load balancer has no part in it.</summary>
    public static string Traffic(DeploymentStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.New?.Traffic is { } share ? string.Create(CultureInfo.InvariantCulture, $"{Bar(share)} {share,3:0.#} %") : "";
    }

    /// <summary>"new 2/2, old 2/2": tasks that run of those that shall.</summary>
    public static string Tasks(DeploymentStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var old = status.Old.Where(version => version.Requested > 0 || version.Running > 0).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"new {status.New?.Running ?? 0}/{status.New?.Requested ?? 0}, old {old.Sum(version => version.Running)}/{old.Sum(version => version.Requested)}");
    }

    /// <summary>"2:30 of baking left"; empty outside of the bake time.</summary>
    public static string Baking(DeploymentStatus status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (status.BakesUntil is not { } until || status.State != DeploymentState.InProgress)
        {
            return "";
        }

        var left = until > now ? until - now : TimeSpan.Zero;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes}:{left.Seconds:00} of baking left");
    }

    /// <summary>All of it in one line, without the service's name.</summary>
    public static string Line(DeploymentStatus status, DateTimeOffset now) =>
        string.Join("  ", new[] { Stage(status), Traffic(status), Tasks(status), Baking(status, now) }.Where(part => part.Length > 0));
}
