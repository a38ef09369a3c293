using System.Diagnostics;
using System.Text.Json;

namespace EcsPlatform.Tests;

/// <summary>The real AWS CLI, where this machine has one.</summary>
internal static class AwsCli
{
    private static readonly Lazy<string?> Executable = new(Find);

    public static void SkipWhereMissing() =>
        Assert.SkipWhen(Executable.Value is null, "The AWS CLI (\"aws\") is not on the PATH of this machine.");

    /// <summary>Runs a command; the JSON that it prints, or what it complains about.</summary>
    public static async Task<(JsonElement? Output, string Error)> RunAsync(Uri endpoint, string command, string region = "eu-central-1")
    {
        var start = new ProcessStartInfo(Executable.Value!, command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AWS_ENDPOINT_URL"] = endpoint.ToString(),
                ["AWS_ACCESS_KEY_ID"] = "AKIDSANDBOX",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
                ["AWS_REGION"] = region,
                ["AWS_DEFAULT_REGION"] = region,
                ["AWS_MAX_ATTEMPTS"] = "1",
                ["AWS_DISABLE_HOST_PREFIX_INJECTION"] = "true", // no "data-127.0.0.1" for DiscoverInstances
                ["AWS_PAGER"] = "",
                ["AWS_CONFIG_FILE"] = "/dev/null",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["NO_PROXY"] = "127.0.0.1,localhost",
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var text = await output;
        return (text.Trim().Length == 0 ? null : JsonDocument.Parse(text).RootElement, await error);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "aws.exe" : "aws"))
        .FirstOrDefault(File.Exists);
}
