using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The shares of production traffic that green gets, one after the other, and how long each is watched.</summary>
/// <param name="Percents">Percent after each shift; the last one is 100.</param>
/// <param name="Between">The wait after each shift but the last.</param>
internal sealed record TrafficSteps(IReadOnlyList<double> Percents, TimeSpan Between)
{
    /// <summary>The steps of a configuration; all at once where nothing serves yet.</summary>
    public static TrafficSteps Of(DeploymentConfiguration configuration, bool hasBlue) => (hasBlue ? configuration.Strategy.Value : "BLUE_GREEN") switch
    {
        "LINEAR" => new(Linear(configuration.LinearConfiguration.StepPercent ?? 10), TimeSpan.FromMinutes(configuration.LinearConfiguration.StepBakeTimeInMinutes ?? 6)),
        "CANARY" when configuration.CanaryConfiguration.CanaryPercent is not >= 100 =>
            new([configuration.CanaryConfiguration.CanaryPercent ?? 5, 100], TimeSpan.FromMinutes(configuration.CanaryConfiguration.CanaryBakeTimeInMinutes ?? 10)),
        _ => new([100], TimeSpan.Zero),
    };

    /// <summary>Weights of green and blue: percents where they are whole, else the finest that a rule takes (999 in all).</summary>
    public static (int Green, int Blue) Weights(double percent)
    {
        var total = percent == Math.Floor(percent) ? 100 : 999;
        var green = (int)Math.Round(percent * total / 100);
        return (green, total - green);
    }

    private static List<double> Linear(double step)
    {
        var percents = new List<double>();
        for (var shift = 1; ; shift++)
        {
            var percent = Math.Round(shift * step, 1);
            percents.Add(Math.Min(percent, 100));
            if (percent >= 100)
            {
                return percents;
            }
        }
    }
}
