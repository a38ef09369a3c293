using System.Diagnostics;

namespace EcsPlatform.PowerShell.Tests;

/// <summary>Runs the Pester suites through a real PowerShell on the packed module.</summary>
public sealed class PesterTests(PackedModule packed)
{
    public static TheoryData<string> Suites => [.. Directory.GetFiles(Repository.Pester, "*.Tests.ps1").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Suites))]
    public async Task Suite(string file)
    {
        var pwsh = Find("pwsh");
        Assert.SkipWhen(pwsh is null, "no pwsh on PATH");
        Assert.SkipUnless((await RunAsync(pwsh!, "if (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0') { exit 0 } else { exit 1 }")).ExitCode == 0, "no Pester 5 for pwsh");

        var (exitCode, output) = await RunAsync(pwsh!, $"""
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = '{Path.Combine(Repository.Pester, file)}'
            $configuration.Run.Exit = $true
            $configuration.Output.Verbosity = 'Detailed'
            $configuration.Output.RenderMode = 'Plaintext'
            Invoke-Pester -Configuration $configuration
            """, await packed.FolderAsync());

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        exitCode.ShouldBe(0, output);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    private static async Task<(int ExitCode, string Output)> RunAsync(string pwsh, string script, string? module = null)
    {
        using var process = Process.Start(new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-Command", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No account of whoever runs the tests is within reach.
            Environment = { ["AWS_PROFILE"] = null, ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null, ["AWS_EC2_METADATA_DISABLED"] = "true", ["ECSPLATFORM_MODULE"] = module, ["NO_COLOR"] = "1" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
