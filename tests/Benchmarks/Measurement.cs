namespace EcsPlatform.Benchmarks;

/// <summary>What one operation cost.</summary>
/// <param name="Operation">"up", "second up", "plan", "down".</param>
/// <param name="Services">Number of services.</param>
/// <param name="Calls">Calls, polls left out.</param>
/// <param name="Rounds">The longest chain of sequential calls, polls left out.</param>
/// <param name="Polls">Calls that only asked whether something has happened yet.</param>
/// <param name="Simulated">Time on the run's clock; null where that is the real one.</param>
/// <param name="Real">Real time.</param>
/// <param name="AllocatedMegabytes">Memory allocated in all.</param>
/// <param name="CallLimit">Most calls allowed.</param>
/// <param name="RoundLimit">Most rounds allowed.</param>
internal sealed record Measurement(
    string Operation,
    int Services,
    int Calls,
    int Rounds,
    int Polls,
    TimeSpan? Simulated,
    TimeSpan Real,
    double AllocatedMegabytes,
    int CallLimit,
    int RoundLimit)
{
    public const string Header = """
        | operation | services | calls | at most | rounds | at most | polls | simulated time | real time | allocated |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    public bool WithinLimits => Calls <= CallLimit && Rounds <= RoundLimit;

    /// <summary>The limits that the project holds itself to (README, "Speed").</summary>
    public static (int Calls, int Rounds) Limits(string operation, int services) => operation switch
    {
        "up" => (70 + 25 * services, 12),
        "down" => (70 + 17 * services, 15),
        _ => (25 + 5 * services, 4),
    };

    public override string ToString() =>
        $"| {Operation} | {Services} | {Calls} | {CallLimit} | {Rounds} | {RoundLimit} | {Polls} | {(Simulated is { } simulated ? $"{simulated.TotalSeconds:0.0} s" : "")} | {Real.TotalMilliseconds:0} ms | {AllocatedMegabytes:0} MB |{(WithinLimits ? "" : " OVER THE LIMIT")}";
}
