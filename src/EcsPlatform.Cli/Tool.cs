using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EcsPlatform.Cli.Commands;

namespace EcsPlatform.Cli;

/// <summary>The command line as a whole.</summary>
internal static class Tool
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ToolHost host, CancellationToken cancellation = default)
    {
        var common = new CommonOptions();
        var root = new RootCommand("Builds ECS Fargate platforms on AWS from a definition file, and rehearses them without an account.")
        {
            new RehearseCommand(host, common),
            new PlanCommand(host, common),
            new UpCommand(host, common),
            new StatusCommand(host, common),
            new DeployCommand(host, common),
            new DownCommand(host, common),
            new SandboxCommand(host, common),
        };
        common.AddTo(root);
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction help } option)
        {
            option.Action = new HelpWithExitCodes(help);
        }

        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = false;
        }

        var configuration = new InvocationConfiguration
        {
            Output = parsed.Action is ParseErrorAction ? host.Error : host.Out, // "did you mean" is no result
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        var result = await parsed.InvokeAsync(configuration, cancellation);
        return parsed.Errors.Count > 0 ? ExitCode.WrongCommandLine : result;
    }
}
