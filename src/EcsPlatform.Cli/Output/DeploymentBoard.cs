using System.Globalization;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EcsPlatform.Cli.Output;

/// <summary>What the live display shows of deployments: stage, traffic, tasks of both colours, remaining bake time, and the last events.</summary>
internal sealed class DeploymentBoard(string title, TimeProvider clock) : IBoard
{
    private const int BarWidth = 16;
    private const int EventsShown = 6;

    private readonly object _gate = new();
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly List<DeploymentStatus> _deployments = [];
    private readonly Queue<string> _events = new();

    public void Take(EngineEvent happened)
    {
        if (happened is not DeploymentMoved { Status: var status })
        {
            return;
        }

        lock (_gate)
        {
            var index = _deployments.FindIndex(known => known.Id == status.Id);
            var before = index < 0 ? null : _deployments[index];
            if (before is null)
            {
                _deployments.Add(status);
            }
            else
            {
                _deployments[index] = status;
            }

            if (before is null || DeploymentText.Stage(before) != DeploymentText.Stage(status) || before.New?.Traffic != status.New?.Traffic)
            {
                Note(happened.At, status);
            }
        }
    }

    public IRenderable Draw()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var lines = new List<IRenderable> { new Markup($"{Markup.Escape(title)}  {Words.Span(now - _started)}") };
            lines.AddRange(_deployments.Select(status => Line(status, now)));
            lines.AddRange(_events.Select(text => new Markup($"  [dim]{Markup.Escape(text)}[/]") { Overflow = Overflow.Ellipsis }));
            return new Rows(lines);
        }
    }

    private static Markup Line(DeploymentStatus status, DateTimeOffset now)
    {
        var color = status.State switch
        {
            DeploymentState.Succeeded => "green",
            DeploymentState.RollingBack or DeploymentState.RolledBack or DeploymentState.Failed or DeploymentState.Stopped => "red",
            DeploymentState.Paused => "yellow",
            _ => "default",
        };
        var traffic = status.New?.Traffic is { } share
            ? string.Create(CultureInfo.InvariantCulture, $"[green]{DeploymentText.Bar(share, BarWidth).Replace("░", "", StringComparison.Ordinal)}[/][blue]{new string('░', DeploymentText.Bar(share, BarWidth).Count(part => part == '░'))}[/] {share,5:0.#} %")
            : new string(' ', BarWidth + 8);
        return new Markup($"  {Markup.Escape(Words.Short(status.Service, 18)),-18} [{color}]{Markup.Escape(Words.Short(DeploymentText.Stage(status), 28)),-28}[/] {traffic}  {DeploymentText.Tasks(status)}  {DeploymentText.Baking(status, now)}".TrimEnd()) { Overflow = Overflow.Ellipsis };
    }

    private void Note(DateTimeOffset at, DeploymentStatus status)
    {
        var local = TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone);
        var traffic = status.New?.Traffic is { } share ? string.Create(CultureInfo.InvariantCulture, $", {share:0.#} % of the traffic") : "";
        _events.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{local:HH:mm:ss}  {status.Service}: {DeploymentText.Stage(status)}{traffic}{(status.Reason is { Length: > 0 } reason ? $" ({reason})" : "")}"));
        if (_events.Count > EventsShown)
        {
            _events.Dequeue();
        }
    }
}
