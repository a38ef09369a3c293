namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Where AWS keeps the Envoy image of App Mesh, region by region; <c>mesh.envoyImage</c> in the definition comes before it.</summary>
internal static class EnvoyImages
{
    private const string Version = "v1.39.1.0-prod"; // the last release, of September 2026 (aws/aws-app-mesh-roadmap, issue 513)
    private const string MostRegions = "840364872350";

    // App Mesh user guide, "Envoy image"; regions of later years and China: the release notes of every image (aws/aws-app-mesh-roadmap, as issue 513).
    private static readonly Dictionary<string, string> OtherAccounts = new(StringComparer.Ordinal)
    {
        ["af-south-1"] = "924023996002",
        ["ap-east-1"] = "856666278305",
        ["ap-southeast-3"] = "909464085924",
        ["cn-north-1"] = "919366029133",
        ["cn-northwest-1"] = "919830735681",
        ["eu-central-2"] = "704106688930",
        ["eu-south-1"] = "422531588944",
        ["eu-south-2"] = "992897592190",
        ["il-central-1"] = "564877687649",
        ["me-south-1"] = "772975370895",
    };

    /// <summary>The image's URI in a region.</summary>
    public static string Of(string region) =>
        $"{OtherAccounts.GetValueOrDefault(region, MostRegions)}.dkr.ecr.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/aws-appmesh-envoy:{Version}";
}
