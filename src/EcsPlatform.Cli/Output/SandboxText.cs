using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>What a sandbox tells the other window.</summary>
internal static class SandboxText
{
    public static void Write(IAnsiConsole console, Uri url, string region, string account, string? state)
    {
        var endpoint = url.ToString().TrimEnd('/');
        console.MarkupLineInterpolated($"Sandbox on [bold]{endpoint}[/], region {region}, account {account}{(state is null ? "" : $", kept in {state}")}. Ctrl+C stops it.");
        console.WriteLine();
        foreach (var (name, value) in new[] { ("AWS_ENDPOINT_URL", endpoint), ("AWS_REGION", region), ("AWS_ACCESS_KEY_ID", "sandbox"), ("AWS_SECRET_ACCESS_KEY", "sandbox") })
        {
            console.WriteLine($"export {name}={value}");
        }
    }
}
