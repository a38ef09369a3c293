using System.CommandLine;
using EcsPlatform.Cli.Output;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Commands;

/// <summary>What all commands do alike: open the screen, run, and turn what goes wrong into sentences and exit codes.</summary>
internal abstract class ToolCommand : Command
{
    private readonly CommonOptions _common;

    protected ToolCommand(ToolHost host, CommonOptions common, string name, string description)
        : base(name, description)
    {
        Host = host;
        _common = common;
        SetAction(GuardAsync);
    }

    protected ToolHost Host { get; }

    /// <summary>What is true after a stop, and what the next run will do.</summary>
    protected virtual string AfterStop => "Stopped. Run it again: it finds what is there and goes on.";

    protected abstract Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation);

    private async Task<int> GuardAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var screen = new Screen(Host, parsed.GetValue(_common.Json), parsed.GetValue(_common.NoColor));
            return await RunAsync(parsed, screen, cancellation);
        }
        catch (ToolException error)
        {
            await Host.Error.WriteLineAsync(error.Message);
            return error.ExitCode;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            await Host.Error.WriteLineAsync(AfterStop);
            return ExitCode.Stopped;
        }
        catch (Exception error)
        {
            var (message, advice) = ErrorExplanation.Of(error);
            await Host.Error.WriteLineAsync($"{message} {advice}".TrimEnd());
            if (parsed.GetValue(_common.Debug))
            {
                await Host.Error.WriteLineAsync(error.ToString());
            }

            return ErrorIds.Of(error) == ErrorIds.AppMeshGone ? ExitCode.AppMeshGone : ExitCode.Failed;
        }
    }
}
