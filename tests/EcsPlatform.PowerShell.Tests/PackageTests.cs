using System.IO.Compression;

namespace EcsPlatform.PowerShell.Tests;

/// <summary>What is in the package, and how much of it.</summary>
public sealed class PackageTests(PackedModule packed)
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task It_is_smaller_than_ten_megabytes() => new FileInfo(await packed.PackageAsync()).Length.ShouldBeLessThan(10 * Megabyte);

    [Fact]
    public async Task It_holds_what_the_manifest_speaks_of()
    {
        using var package = ZipFile.OpenRead(await packed.PackageAsync());
        var files = package.Entries.Select(entry => entry.FullName).ToList();

        foreach (var file in new[] { "EcsPlatform.psd1", "EcsPlatform.format.ps1xml", "LICENSE", "NOTICE", "bin/EcsPlatform.PowerShell.dll", "bin/context/EcsPlatform.Core.dll", "en-US/EcsPlatform.PowerShell.dll-Help.xml", "en-US/about_EcsPlatform.help.txt", "Examples/payments-mesh/platform.yaml" })
        {
            files.ShouldContain(file);
        }

        files.ShouldNotContain(file => file.EndsWith(".pdb", StringComparison.Ordinal) || file.StartsWith("help/", StringComparison.Ordinal));
    }
}
