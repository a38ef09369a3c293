using System.Globalization;
using System.Management.Automation;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What the progress bar says of a run, and for how long it may go on.</summary>
/// <param name="Title">"Publish payments-dev (us-east-1)"; null for no bar.</param>
/// <param name="Steps">How many steps change something.</param>
/// <param name="Limit">How long it may take, on the run's clock; null for as long as it takes.</param>
internal sealed record WatchedRun(string? Title, int Steps, TimeSpan? Limit)
{
    public static WatchedRun Unwatched { get; } = new(null, 0, null);

    /// <summary>What to do when its time is over.</summary>
    public string TimeoutAdvice { get; init; } = "Run it again: it goes on from here. Or give it longer with -TimeoutSeconds.";

    /// <summary>Deployments are watched in place of a plan's steps.</summary>
    public bool IsDeployment { get; init; }

    /// <summary>What is drawn for somebody who watches.</summary>
    public IRunBars Bars(TimeProvider clock, Action<ProgressRecord> write) => IsDeployment ? new DeploymentBars(Title!, Steps, clock, write) : new ProgressBars(Title!, Steps, write);

    /// <summary>Carrying out a plan.</summary>
    public static WatchedRun Of(string verb, Plan plan, int? timeoutSeconds) =>
        new($"{verb} {plan.Scope}", plan.Changes.Count(), timeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>Runs work, and stops it cleanly when its time is over.</summary>
    /// <exception cref="PlatformException">Its time was over.</exception>
    public async Task<T> WithinAsync<T>(TimeProvider clock, CancellationToken stopping, Func<CancellationToken, Task<T>> work)
    {
        if (Limit is not { } limit)
        {
            return await work(stopping);
        }

        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            var result = await work(either.Token);
            return timeout.IsCancellationRequested ? throw TimedOut(null) : result;
        }
        catch (OperationCanceledException error) when (timeout.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw TimedOut(error);
        }
    }

    private PlatformException TimedOut(Exception? cause) => new(
        "TimedOut",
        string.Create(CultureInfo.InvariantCulture, $"{Title} was not done within {Limit!.Value.TotalSeconds:0} seconds."),
        TimeoutAdvice,
        [],
        cause);
}
