using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Core.Tests.Definition;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>What came of some steps of a rotation function.</summary>
/// <param name="Errors">An error's text for each step; null for those that went well.</param>
/// <param name="Secrets">The secrets afterwards.</param>
/// <param name="Log">What the function wrote.</param>
internal sealed record NodeRun(IReadOnlyList<string?> Errors, IReadOnlyDictionary<string, RotatingSecret> Secrets, string Log);

/// <summary>A secret in the middle of its rotation.</summary>
internal sealed record RotatingSecret(bool Enabled, IReadOnlyDictionary<string, string> Tags, Dictionary<string, RotatingVersion> Versions)
{
    public string? At(string stage) => Versions.Values.FirstOrDefault(version => version.Stages.Contains(stage))?.Text;
}

/// <summary>A version of it; without a text until createSecret has been.</summary>
internal sealed record RotatingVersion(string? Text, List<string> Stages);

/// <summary>Runs a rotation function's package as Lambda would: unzipped, in Node.js; with a stand-in for the AWS SDK, which Lambda brings and this repository does not.</summary>
internal static class NodeFunction
{
    public const string Token = "11111111-2222-3333-4444-555555555555";

    public static readonly string[] AllSteps = ["createSecret", "setSecret", "testSecret", "finishSecret"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly string? Node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")).FirstOrDefault(File.Exists);

    public static void SkipWhereMissing() => Assert.SkipWhen(Node is null, "skipped: no node on PATH");

    /// <summary>A secret whose rotation has just begun.</summary>
    public static RotatingSecret Begun(string text, IReadOnlyDictionary<string, string>? tags = null) => new(true, tags ?? new Dictionary<string, string>(), new()
    {
        ["first"] = new(text, ["AWSCURRENT"]),
        [Token] = new(null, ["AWSPENDING"]),
    });

    /// <summary>Runs steps on a secret named "it".</summary>
    public static Task<NodeRun> RunAsync(RotationFunction function, RotatingSecret secret, IEnumerable<string> steps, Dictionary<string, string>? environment = null) =>
        RunAsync(function, new Dictionary<string, RotatingSecret> { ["it"] = secret }, steps, environment ?? []);

    public static async Task<NodeRun> RunAsync(RotationFunction function, IReadOnlyDictionary<string, RotatingSecret> secrets, IEnumerable<string> steps, Dictionary<string, string> environment)
    {
        SkipWhereMissing();
        var folder = Directory.CreateTempSubdirectory("rotation-");
        try
        {
            Unpack(function, folder.FullName);
            var start = new ProcessStartInfo(Node!, ["run.mjs"]) { WorkingDirectory = folder.FullName, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment.Append(KeyValuePair.Create("AWS_REGION", "us-east-1")))
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            var log = process.StandardOutput.ReadToEndAsync();
            var failure = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secrets, events = steps.Select(Event) }, Json));
            process.StandardInput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, await failure);
            var result = JsonSerializer.Deserialize<Result>(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "result.json")), Json)!;
            return new NodeRun(result.Errors, result.Secrets, await log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Event(string step) => new() { ["Step"] = step, ["SecretId"] = "it", ["ClientRequestToken"] = Token };

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

    private sealed record Result(List<string?> Errors, Dictionary<string, RotatingSecret> Secrets);
}
