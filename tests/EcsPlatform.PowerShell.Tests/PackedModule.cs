using System.Diagnostics;
using System.IO.Compression;

[assembly: AssemblyFixture(typeof(EcsPlatform.PowerShell.Tests.PackedModule))]

namespace EcsPlatform.PowerShell.Tests;

/// <summary>The module as a gallery gets it: packed in Release and unpacked when a test first asks for it, once for all suites of a run.</summary>
public sealed class PackedModule
{
    private readonly Lazy<Task<(string Package, string Folder)>> _made = new(MakeAsync);

    // Kept from run to run, so that only what changed is built anew; beside the module that the build assembles, which is left alone.
    private static string Place => Path.Combine(Repository.Root, "artifacts", "packed");

    /// <summary>The package.</summary>
    public async Task<string> PackageAsync() => (await _made.Value).Package;

    /// <summary>The unpacked module's folder, called as the module.</summary>
    public async Task<string> FolderAsync() => (await _made.Value).Folder;

    private static async Task<(string Package, string Folder)> MakeAsync()
    {
        var folder = Path.Combine(Place, "unpacked", "EcsPlatform");
        Directory.CreateDirectory(Place);
        Array.ForEach(Directory.GetFiles(Place, "*.nupkg"), File.Delete);
        await PackAsync();
        var package = Directory.GetFiles(Place, "EcsPlatform.*.nupkg").ShouldHaveSingleItem();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        ZipFile.ExtractToDirectory(package, folder);
        return (package, folder);
    }

    private static async Task PackAsync()
    {
        var module = Path.Combine(Place, "module", "EcsPlatform") + Path.DirectorySeparatorChar;
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["pack", Repository.Sources, "-c", "Release", "-v", "quiet", "-nologo", "-nodeReuse:false", $"-p:ModuleFolder={module}", $"-p:PackageOutputPath={Place}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
    }
}
