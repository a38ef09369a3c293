using EcsPlatform.Core;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Rehearsals;
using EcsPlatform.Core.Status;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>Stdout as the caller wants it: for people or as JSON, with colors or without.</summary>
internal sealed class Screen
{
    private const int NoWrapping = 10_000;

    private readonly ToolHost _host;
    private readonly IAnsiConsole _console;
    private readonly JsonOutput? _json;

    public Screen(ToolHost host, bool json, bool noColor)
    {
        _host = host;
        _json = json ? new JsonOutput(host.Out) : null;
        var color = host.OutIsTerminal && !host.NoColor && !noColor;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(host.Out),
            Ansi = host.OutIsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        _console.Profile.Width = host.OutIsTerminal ? host.Width : NoWrapping;
        _console.Profile.Capabilities.Unicode = true;
    }

    /// <summary>Somebody sits there and is not a program.</summary>
    public bool CanAsk => _host is { InIsTerminal: true, OutIsTerminal: true } && _json is null;

    public IRunWatch Watch(TimeProvider clock) => this switch
    {
        { _json: { } json } => new JsonWatch(json),
        { _host.OutIsTerminal: true } => new LiveWatch(_console, clock),
        _ => new LineWatch(_console, clock),
    };

    public void Show(Plan plan)
    {
        if (_json is not null)
        {
            _json.Write(JsonViews.Of(plan));
        }
        else
        {
            PlanText.Write(_console, plan);
        }
    }

    public void Show(MeshMove move)
    {
        if (_json is not null)
        {
            _json.Write(JsonViews.Of(move));
        }
        else
        {
            MeshMoveText.Write(_console, move);
        }

        Show(move.Plan);
    }

    public void Show(PlatformStatus status)
    {
        if (_json is not null)
        {
            _json.Write(JsonViews.Of(status));
        }
        else
        {
            StatusText.Write(_console, status);
        }
    }

    public void Show(string title, RunReport report, CallMeter meter, bool stopped)
    {
        if (_json is not null)
        {
            _json.Write(JsonViews.Of(title, report, meter, stopped));
        }
        else
        {
            ReportText.Write(_console, title, report, meter, stopped);
        }
    }

    public void Show(DeploymentResult result)
    {
        if (_json is not null)
        {
            _json.Write(DeploymentJson.Of(result));
        }
        else
        {
            DeploymentResultText.Write(_console, result);
        }
    }

    public void Show(RehearsalReport report)
    {
        if (_json is not null)
        {
            _json.Write(JsonViews.Of(report));
        }
        else
        {
            RehearsalText.Write(_console, report);
        }
    }

    public void ShowSandbox(Uri url, string region, string account, string? state)
    {
        if (_json is not null)
        {
            _json.Write(new { type = "sandbox", endpointUrl = url.ToString().TrimEnd('/'), region, account, state });
        }
        else
        {
            SandboxText.Write(_console, url, region, account, state);
        }
    }

    /// <summary>Asks and waits for a line; null at the end of the input.</summary>
    public async Task<string?> AskAsync(string question, CancellationToken cancellation)
    {
        _console.Markup($"[bold]{Markup.Escape(question)}[/]");
        return await Task.Run(_host.In.ReadLine, cancellation).WaitAsync(cancellation);
    }
}
