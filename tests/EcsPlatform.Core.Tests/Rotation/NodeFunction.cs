using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Core.Tests.Definition;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>Runs a rotation function's package as Lambda would: unzipped, in Node.js; with a stand-in for the AWS SDK, which Lambda brings and this repository does not. It sends each call to an endpoint.</summary>
internal static class NodeFunction
{
    public static readonly string[] AllSteps = ["createSecret", "setSecret", "testSecret", "finishSecret"];

    private static readonly string? Node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")).FirstOrDefault(File.Exists);

    public static void SkipWhereMissing() => Assert.SkipWhen(Node is null, "skipped: no node on PATH");

    /// <summary>Lets a function handle events, one after the other: an error's text for each, null for those that went well; and what the function wrote.</summary>
    public static async Task<(IReadOnlyList<string?> Errors, string Log)> RunAsync(
        RotationFunction function, Uri endpoint, IEnumerable<IReadOnlyDictionary<string, string>> events, IReadOnlyDictionary<string, string> environment)
    {
        SkipWhereMissing();
        var folder = Directory.CreateTempSubdirectory("rotation-");
        try
        {
            Unpack(function, folder.FullName);
            var start = new ProcessStartInfo(Node!, ["run.mjs"]) { WorkingDirectory = folder.FullName, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["AWS_REGION"] = "us-east-1";
            start.Environment["AWS_ENDPOINT_URL"] = endpoint.ToString();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            var log = process.StandardOutput.ReadToEndAsync();
            var failure = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(events));
            process.StandardInput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, await failure);
            return (JsonSerializer.Deserialize<string?[]>(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "result.json")))!, await log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Unpack(RotationFunction function, string folder)
    {
        using var archive = new ZipArchive(RotationPackage.Of(function).ZipFile());
        archive.ExtractToDirectory(folder);
        var sdk = Path.Combine(RepositoryFiles.Root, "tests", "EcsPlatform.Core.Tests", "Rotation", "Sdk");
        File.Copy(Path.Combine(sdk, "run.mjs"), Path.Combine(folder, "run.mjs"));
        foreach (var client in Directory.EnumerateFiles(sdk, "client-*.mjs"))
        {
            var package = Directory.CreateDirectory(Path.Combine(folder, "node_modules", "@aws-sdk", Path.GetFileNameWithoutExtension(client))).FullName;
            File.WriteAllText(Path.Combine(package, "package.json"), """{"exports": "./index.mjs"}""");
            File.Copy(client, Path.Combine(package, "index.mjs"));
            File.Copy(Path.Combine(sdk, "json-client.mjs"), Path.Combine(package, "json-client.mjs"));
        }
    }
}
