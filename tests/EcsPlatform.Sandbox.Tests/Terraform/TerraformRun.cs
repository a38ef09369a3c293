using System.Diagnostics;

namespace EcsPlatform.Sandbox.Tests.Terraform;

/// <summary>A temporary folder in which Terraform works on a sandbox; it gets its provider from the mirror alone.</summary>
internal sealed class TerraformRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecsplatform-terraform-").FullName;
    private readonly Uri _endpoint;

    /// <param name="endpoint">The sandbox.</param>
    /// <param name="configuration">Names of files in this folder.</param>
    public TerraformRun(Uri endpoint, params IEnumerable<string> configuration)
    {
        _endpoint = endpoint;
        foreach (var name in configuration)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Terraform", name), Path.Combine(_folder, name));
        }

        File.WriteAllText(Path.Combine(_folder, "cli.tfrc"), $$"""
            disable_checkpoint = true
            provider_installation {
              filesystem_mirror {
                path = "{{TerraformMirror.Folder!.Replace('\\', '/')}}"
              }
            }
            """);
    }

    /// <summary>Puts a file beside the configuration.</summary>
    public void Add(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_folder, name), content);

    /// <summary>Runs a command and answers what Terraform said; fails with that where its exit code is not 0.</summary>
    public async Task<string> DoAsync(string command)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(Start(command))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            process.ExitCode.ShouldBe(0, $"terraform {command}\n{await output}\n{await error}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ProcessStartInfo Start(string command) => new(TerraformMirror.Executable!, command + " -no-color")
    {
        WorkingDirectory = _folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["TF_CLI_CONFIG_FILE"] = Path.Combine(_folder, "cli.tfrc"),
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_INPUT"] = "0",
            ["AWS_ENDPOINT_URL"] = _endpoint.ToString(),
            ["AWS_ACCESS_KEY_ID"] = "AKIDSANDBOX",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["AWS_CONFIG_FILE"] = Path.Combine(_folder, "none"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder, "none"),
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["NO_PROXY"] = "127.0.0.1,localhost",
        },
    };
}
