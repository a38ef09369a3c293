using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>The shares of traffic that the replacement gets, one after the other.</summary>
/// <param name="Percents">Percent after each shift; the last one is 100.</param>
/// <param name="Between">The wait after each shift but the last.</param>
internal sealed record Shifts(IReadOnlyList<double> Percents, TimeSpan Between)
{
    public static Shifts Of(TrafficRoutingConfig routing) => routing.Type.Value switch
    {
        "TimeBasedCanary" => new([routing.TimeBasedCanary.CanaryPercentage!.Value, 100], TimeSpan.FromMinutes(routing.TimeBasedCanary.CanaryInterval!.Value)),
        "TimeBasedLinear" => new(Linear(routing.TimeBasedLinear.LinearPercentage!.Value), TimeSpan.FromMinutes(routing.TimeBasedLinear.LinearInterval!.Value)),
        _ => new([100], TimeSpan.Zero),
    };

    private static List<double> Linear(int step) =>
        [.. Enumerable.Range(1, (int)Math.Ceiling(100.0 / step)).Select(shift => Math.Min(100.0, shift * step))];
}
