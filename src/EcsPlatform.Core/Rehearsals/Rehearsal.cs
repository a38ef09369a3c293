using System.Diagnostics;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Status;

namespace EcsPlatform.Core.Rehearsals;

/// <summary>Builds a platform, looks at it, deploys to it, plans again, removes it and proves that nothing is left. Meant for an account that is thrown away.</summary>
/// <param name="connection">The account: a sandbox in this process, as a rule.</param>
/// <param name="inventory">Everything that stands in the account, whoever made it.</param>
public sealed class Rehearsal(PlatformConnection connection, Func<IReadOnlyCollection<string>> inventory)
{
    private readonly List<PhaseResult> _phases = [];

    /// <summary>Makes containers of all images with a tag crash. Where it is given, deployments that move traffic are rehearsed too: a good version, and one that has to be rolled back.</summary>
    public Action<string>? BreakImages { get; init; }

    /// <summary>Certificates that the definition names and that the account got stand-ins for, for the report.</summary>
    public IReadOnlyList<string> StandInCertificates { get; init; } = [];

    /// <summary>Goes through all phases; what fails is in the report. Each phase has a session of its own, as if it were a process of its own.</summary>
    /// <param name="definition">A validated definition.</param>
    /// <param name="options">What the blueprint needs; <see cref="BlueprintOptions.StandInSecrets"/> is as given.</param>
    /// <param name="news">Told of everything that happens, on whatever thread it happens; must not block.</param>
    /// <param name="cancellation">Stops it: no further call begins.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<RehearsalReport> RunAsync(PlatformDefinition definition, BlueprintOptions options, Action<RehearsalNews> news, CancellationToken cancellation = default)
    {
        var before = inventory().ToHashSet(StringComparer.Ordinal);
        var scope = PlatformSession.ScopeOf(definition);
        PlatformStatus? status = null;
        Plan? replan = null;

        var up = await PhaseAsync(RehearsalPhase.Up, news, cancellation, session => UpAsync(session, definition, options, news, cancellation));
        await PhaseAsync(RehearsalPhase.Status, news, cancellation, async session =>
        {
            status = await session.StatusAsync(scope, cancellation);
            return status.Exists ? [] : ["There is no trace of the platform."];
        });
        var deployed = BreakImages is { } crash && RehearsedDeployments.ArePartOf(definition) ? await DeployAsync(definition, scope, crash, up.Succeeded, news, cancellation) : [];
        if (up.Succeeded)
        {
            await PhaseAsync(RehearsalPhase.Replan, news, cancellation, async session =>
            {
                replan = await session.PlanAsync(definition, options, cancellation);
                return [.. replan.Changes.Select(Unwanted)];
            });
        }
        else
        {
            End(new PhaseResult(RehearsalPhase.Replan) { Skipped = true }, news);
        }

        await PhaseAsync(RehearsalPhase.Down, news, cancellation, session => DownAsync(session, scope, definition, news, cancellation));
        string[] left = [];
        await PhaseAsync(RehearsalPhase.Proof, news, cancellation, _ =>
        {
            left = [.. inventory().Where(item => !before.Contains(item))];
            return Task.FromResult<IReadOnlyList<string>>([.. left.Select(item => $"Left behind: {item}")]);
        });
        return new RehearsalReport(scope) { Phases = [.. _phases], StandIns = PlatformSession.StandIns(definition, options), StandInCertificates = StandInCertificates, Status = status, Deployments = deployed, Replan = replan, Left = left };
    }

    private async Task<IReadOnlyList<DeploymentOutcome>> DeployAsync(PlatformDefinition definition, PlatformScope scope, Action<string> crash, bool stands, Action<RehearsalNews> news, CancellationToken cancellation)
    {
        if (!stands)
        {
            End(new PhaseResult(RehearsalPhase.Deploy) { Skipped = true }, news);
            End(new PhaseResult(RehearsalPhase.DeployBad) { Skipped = true }, news);
            return [];
        }

        var phase = RehearsalPhase.Deploy;
        var deployments = new RehearsedDeployments(definition, scope, crash, status => news(new PhaseMoved(phase, new DeploymentMoved(connection.Clock.GetUtcNow(), status))));
        await PhaseAsync(phase, news, cancellation, session => deployments.DeployGoodAsync(session, cancellation));
        phase = RehearsalPhase.DeployBad;
        await PhaseAsync(phase, news, cancellation, session => deployments.DeployBadAsync(session, cancellation));
        return deployments.Outcomes;
    }

    private static async Task<IReadOnlyList<string>> UpAsync(PlatformSession session, PlatformDefinition definition, BlueprintOptions options, Action<RehearsalNews> news, CancellationToken cancellation)
    {
        var plan = await session.PlanAsync(definition, options, cancellation);
        news(new PhaseBegan(RehearsalPhase.Up, plan));
        return Problems(await session.ApplyAsync(plan, happened => news(new PhaseMoved(RehearsalPhase.Up, happened)), cancellation));
    }

    private static async Task<IReadOnlyList<string>> DownAsync(PlatformSession session, PlatformScope scope, PlatformDefinition definition, Action<RehearsalNews> news, CancellationToken cancellation)
    {
        var plan = await session.PlanRemovalAsync(scope, definition, cancellation);
        news(new PhaseBegan(RehearsalPhase.Down, plan));
        return Problems(await session.RemoveAsync(plan, definition, happened => news(new PhaseMoved(RehearsalPhase.Down, happened)), cancellation));
    }

    private async Task<PhaseResult> PhaseAsync(RehearsalPhase phase, Action<RehearsalNews> news, CancellationToken cancellation, Func<PlatformSession, Task<IReadOnlyList<string>>> work)
    {
        if (phase is not (RehearsalPhase.Up or RehearsalPhase.Down))
        {
            news(new PhaseBegan(phase, null));
        }

        var started = connection.Clock.GetTimestamp();
        var watch = Stopwatch.StartNew();
        using var session = new PlatformSession(connection);
        IReadOnlyList<string> problems;
        try
        {
            problems = await work(session);
            cancellation.ThrowIfCancellationRequested();
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            var (message, advice) = ErrorExplanation.Of(error);
            problems = [$"{message} {advice}".TrimEnd()];
        }

        return End(
            new PhaseResult(phase)
            {
                Calls = session.Meter.Calls,
                Rounds = session.Meter.Rounds,
                Polls = session.Meter.Polls,
                Took = connection.Clock.GetElapsedTime(started),
                RealTime = watch.Elapsed,
                Problems = problems,
            },
            news);
    }

    private PhaseResult End(PhaseResult result, Action<RehearsalNews> news)
    {
        _phases.Add(result);
        news(new PhaseEnded(result));
        return result;
    }

    private static IReadOnlyList<string> Problems(RunReport report) =>
    [
        .. report.Failures.Select(failure => $"{failure.LogicalId}: {failure.ErrorCode}: {failure.Message} {failure.Advice}"),
        .. report.Left.Select(live => $"{live.LogicalId ?? $"{live.Type}/{live.Name}"} is left: {live.Id}"),
    ];

    private static string Unwanted(PlanStep step) =>
        $"{step.Action} {step.LogicalId} is planned again{(step.Differences.Count == 0 ? "" : $": {string.Join(", ", step.Differences)}")}";
}
