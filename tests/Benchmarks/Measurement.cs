using EcsPlatform.Core.Definition;

namespace EcsPlatform.Benchmarks;

/// <summary>What one operation cost.</summary>
/// <param name="Operation">"up", "second up", "plan", "down".</param>
/// <param name="Mesh">The services' mesh; null for none.</param>
/// <param name="Services">Number of services.</param>
/// <param name="Calls">Calls, polls left out.</param>
/// <param name="Rounds">The longest chain of sequential calls, polls left out.</param>
/// <param name="Polls">Calls that only asked whether something has happened yet.</param>
/// <param name="Simulated">Time on the run's clock; null where that is the real one.</param>
/// <param name="Real">Real time.</param>
/// <param name="AllocatedMegabytes">Memory allocated in all.</param>
/// <param name="Limit">What it must not exceed.</param>
internal sealed record Measurement(
    string Operation,
    MeshType? Mesh,
    int Services,
    int Calls,
    int Rounds,
    int Polls,
    TimeSpan? Simulated,
    TimeSpan Real,
    double AllocatedMegabytes,
    Limit Limit)
{
    public const string Header = """
        | mesh | operation | services | calls | rounds | polls | simulated time | real time | allocated | limit |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    public bool WithinLimit => (Limit.Calls is not { } calls || Calls <= calls) && (Limit.Rounds is not { } rounds || Rounds <= rounds) && (Limit.Real is not { } real || Real <= real);

    public override string ToString() =>
        $"| {Mesh?.ToString() ?? "none"} | {Operation} | {Services} | {Calls} | {Rounds} | {Polls} | {(Simulated is { } simulated ? $"{simulated.TotalSeconds:0.0} s" : "")} | {Real.TotalMilliseconds:0} ms | {AllocatedMegabytes:0} MB | {Limit}{(WithinLimit ? "" : " EXCEEDED")} |";
}

/// <summary>The limits that the project holds itself to (README, "Speed").</summary>
/// <param name="Calls">Most calls; null for no limit.</param>
/// <param name="Rounds">Most rounds; null for no limit.</param>
/// <param name="Real">Longest real time; null for no limit.</param>
internal sealed record Limit(int? Calls, int? Rounds, TimeSpan? Real)
{
    /// <summary>
    /// By round trips: what counts on any AWS. App Mesh has no batches: one listing of routes for each service in every plan, four objects and an entry in Cloud Map
    /// to make and to remove. In Service Connect servers come before their clients: one round for each service in the longest chain of calls, which here leads
    /// through all of them.
    /// </summary>
    public static Limit InRoundTrips(string operation, MeshType? mesh, int services) => (operation, mesh) switch
    {
        ("up", null) => new(70 + 25 * services, 12, null),
        ("down", null) => new(70 + 17 * services, 15, null),
        (_, null) => new(25 + 5 * services, 4, null),
        ("up", MeshType.AppMesh) => new(85 + 30 * services, 14, null),
        ("down", MeshType.AppMesh) => new(100 + 22 * services, 14 + services / 8, null),
        (_, MeshType.AppMesh) => new(32 + 5 * services, 4, null),
        ("up", _) => new(80 + 25 * services, 14 + services, null),
        ("down", _) => new(80 + 18 * services, 15 + services / 16, null),
        _ => new(28 + 5 * services, 4, null),
    };

    /// <summary>By the clock, against moto behind 50 ms per call, for 5 services. (moto's tagging API lacks types, so tags cost calls there that AWS saves.)</summary>
    public static Limit InTime(string operation) => new(null, null, TimeSpan.FromSeconds(operation is "up" or "down" ? 3 : 1));

    public override string ToString() => Calls is null ? $"{Real!.Value.TotalSeconds:0} s" : $"{Calls} calls, {Rounds} rounds";
}
