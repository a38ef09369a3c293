using System.IO.Compression;
using System.Security.Cryptography;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>The zips of the rotation functions: whole, readable, and the same every time.</summary>
public sealed class RotationPackageTests
{
    public static TheoryData<RotationFunction> Functions => [.. Enum.GetValues<RotationFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_zip_holds_the_handler_and_everything_that_it_imports(RotationFunction function)
    {
        using var archive = new ZipArchive(RotationPackage.Of(function).ZipFile());
        var files = archive.Entries.ToDictionary(entry => entry.FullName, Text);

        Assert.Contains("export const handler", files["index.mjs"], StringComparison.Ordinal);
        foreach (var (name, text) in files)
        {
            foreach (var import in text.Split('\n').Where(line => line.Contains(" from './", StringComparison.Ordinal)).Select(line => line.Split("'./")[1].TrimEnd('\'', ';')))
            {
                Assert.True(files.ContainsKey(import), $"{name} imports {import}, which is not in the zip");
            }

            Assert.Contains(files.Values, other => name == "index.mjs" || other.Contains($"'./{name}'", StringComparison.Ordinal));
            Assert.DoesNotContain('\r', text);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Files_are_readable_by_all_and_have_no_time_of_their_own(RotationFunction function)
    {
        using var archive = new ZipArchive(RotationPackage.Of(function).ZipFile());
        Assert.All(archive.Entries, entry =>
        {
            Assert.Equal(Convert.ToInt32("100644", 8), entry.ExternalAttributes >>> 16);
            Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        });
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_digest_is_the_zips_as_Lambda_reports_it(RotationFunction function)
    {
        var package = RotationPackage.Of(function);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(package.ZipFile())), package.CodeSha256);
        Assert.Equal(package.Size, package.ZipFile().Length);
    }

    [Fact]
    public void The_same_files_give_the_same_bytes()
    {
        // What Python's zipfile writes too. Whatever changes these bytes would change every function that is deployed.
        var zip = StoredZip.Of([("index.mjs", "export const handler = async () => {};\n"u8.ToArray())]);
        Assert.Equal("6c94480d56734de75be4d2b6c07dfae094ea49570357e5b4248c9355f20e0ebb", Convert.ToHexStringLower(SHA256.HashData(zip)));
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
