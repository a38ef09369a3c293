using System.IO.Compression;
using System.Text.Json.Nodes;

namespace EcsPlatform.Aws.Importer;

/// <summary>An API model as botocore carries it: <c>data/ecs/2014-11-13/service-2.json.gz</c>.</summary>
internal static class PublishedModel
{
    /// <summary>The newest API version in a service's folder.</summary>
    public static JsonObject Newest(DirectoryInfo data, string service)
    {
        var folder = new DirectoryInfo(Path.Combine(data.FullName, service)).GetDirectories()
            .OrderBy(version => version.Name, StringComparer.Ordinal).Last();
        var plain = Path.Combine(folder.FullName, "service-2.json");
        if (File.Exists(plain))
        {
            return JsonNode.Parse(File.ReadAllText(plain))!.AsObject();
        }

        using var gzip = new GZipStream(File.OpenRead(plain + ".gz"), CompressionMode.Decompress);
        return JsonNode.Parse(gzip)!.AsObject();
    }
}
