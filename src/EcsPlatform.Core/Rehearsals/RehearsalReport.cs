using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Status;

namespace EcsPlatform.Core.Rehearsals;

/// <summary>The parts of a rehearsal, in their order.</summary>
public enum RehearsalPhase
{
    /// <summary>Everything is built.</summary>
    Up,

    /// <summary>What runs is read.</summary>
    Status,

    /// <summary>A good version of every service whose deployments move traffic.</summary>
    Deploy,

    /// <summary>A version that crashes: it has to be rolled back.</summary>
    DeployBad,

    /// <summary>A second plan: nothing may be left to do.</summary>
    Replan,

    /// <summary>Everything is removed.</summary>
    Down,

    /// <summary>The whole account is compared with what it held before.</summary>
    Proof,
}

/// <summary>How one phase went.</summary>
/// <param name="Phase">Which one.</param>
public sealed record PhaseResult(RehearsalPhase Phase)
{
    /// <summary>Calls that were not polls.</summary>
    public int Calls { get; init; }

    /// <summary>The longest chain of calls, one after the other.</summary>
    public int Rounds { get; init; }

    /// <summary>Calls that only asked whether something has happened yet.</summary>
    public int Polls { get; init; }

    /// <summary>How long it would take on AWS: time of the connection's clock.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>How long it took here.</summary>
    public TimeSpan RealTime { get; init; }

    /// <summary>What went wrong, a sentence each; empty when nothing did.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>It was not carried out, because an earlier phase failed.</summary>
    public bool Skipped { get; init; }

    /// <summary>It was carried out, and nothing went wrong.</summary>
    public bool Succeeded => !Skipped && Problems.Count == 0;
}

/// <summary>How a rehearsal went.</summary>
/// <param name="Scope">Which copy of which platform.</param>
public sealed record RehearsalReport(PlatformScope Scope)
{
    /// <summary>Its phases, in order.</summary>
    public IReadOnlyList<PhaseResult> Phases { get; init; } = [];

    /// <summary>Secrets that got a stand-in because their source is missing here, by their name in the definition.</summary>
    public IReadOnlyList<string> StandIns { get; init; } = [];

    /// <summary>Certificates of the account that is rehearsed for, in whose place others stood.</summary>
    public IReadOnlyList<string> StandInCertificates { get; init; } = [];

    /// <summary>What ran after it was built; null when that could not be read.</summary>
    public PlatformStatus? Status { get; init; }

    /// <summary>How the deployments ended, those that had to fail included; empty where none moves traffic.</summary>
    public IReadOnlyList<DeploymentOutcome> Deployments { get; init; } = [];

    /// <summary>The second plan; null when there was none.</summary>
    public Plan? Replan { get; init; }

    /// <summary>What stands in the account at the end and did not at the start.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Every phase was carried out and nothing went wrong.</summary>
    public bool Succeeded => Phases.All(phase => phase.Succeeded);
}

/// <summary>Something that happened in a rehearsal, for whoever watches.</summary>
public abstract record RehearsalNews;

/// <summary>A phase begins; with its plan, where it carries one out.</summary>
public sealed record PhaseBegan(RehearsalPhase Phase, Plan? Plan) : RehearsalNews;

/// <summary>A step of the phase moved on.</summary>
public sealed record PhaseMoved(RehearsalPhase Phase, EngineEvent Event) : RehearsalNews;

/// <summary>A phase ended.</summary>
public sealed record PhaseEnded(PhaseResult Result) : RehearsalNews;
