using EcsPlatform.Core.Engine;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>A bar and what runs, drawn over and over at the bottom of the terminal; failures scroll by above.</summary>
internal sealed class LiveWatch(IAnsiConsole console, TimeProvider clock) : IRunWatch
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(80);

    private TaskCompletionSource? _over;
    private Task? _drawing;
    private IBoard? _board;

    public void Begin(string title, Plan? plan)
    {
        End();
        if (plan is not null)
        {
            Begin(new ProgressBoard(title, plan.Changes.Count(), clock));
        }
    }

    public void BeginDeployments(string title)
    {
        End();
        Begin(new DeploymentBoard(title, clock));
    }

    public void Show(EngineEvent happened)
    {
        _board?.Take(happened);
        if (happened is StepFailed { Failure.IsStop: false })
        {
            console.MarkupLineInterpolated($"[red]{LineWatch.Text(happened)!}[/]");
        }
    }

    public void End()
    {
        if (_drawing is null)
        {
            return;
        }

        _over!.TrySetResult();
        _drawing.GetAwaiter().GetResult();
        _drawing = null;
        console.Write(_board!.Draw());
    }

    public void Dispose() => End();

    private void Begin(IBoard board)
    {
        _board = board;
        var over = _over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _drawing = Task.Run(() => console.Live(board.Draw()).AutoClear(true).StartAsync(async live =>
        {
            while (!over.Task.IsCompleted)
            {
                await Task.WhenAny(over.Task, Task.Delay(FrameTime));
                live.UpdateTarget(board.Draw());
            }
        }));
    }
}
