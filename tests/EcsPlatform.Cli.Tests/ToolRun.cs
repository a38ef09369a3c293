namespace EcsPlatform.Cli.Tests;

/// <summary>What one start of the tool left: exit code and what it printed.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    /// <summary>Starts the tool in this process.</summary>
    public static async Task<ToolRun> StartAsync(Func<ToolHost, ToolHost>? outside, CancellationToken cancellation, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new ToolHost { In = TextReader.Null, Out = output, Error = error };
        var code = await Tool.RunAsync(args, outside?.Invoke(host) ?? host, cancellation);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts it without a terminal, and with no way to any AWS.</summary>
    public static ToolRun Start(params string[] args) => StartAsync(
        host => host with { Connect = _ => throw new InvalidOperationException("No call was expected.") }, default, args).GetAwaiter().GetResult();
}
