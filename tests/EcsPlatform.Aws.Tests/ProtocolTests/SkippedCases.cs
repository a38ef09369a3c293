namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>Cases that do not apply, each with its reason.</summary>
internal static class SkippedCases
{
    private const string Compression = "Requests are not compressed: gzip is optional, and no request of ours is near the size from which it pays.";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["SDKAppliedContentEncoding_awsJson1_1"] = Compression,
        ["SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1"] = Compression,
        ["SDKAppliedContentEncoding_awsQuery"] = Compression,
        ["SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery"] = Compression,
        ["SDKAppliedContentEncoding_restJson1"] = Compression,
        ["SDKAppendedGzipAfterProvidedEncoding_restJson1"] = Compression,
        ["SDKAppliedContentEncoding_ec2Query"] = Compression,
        ["SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query"] = Compression,
        ["SDKAppliedContentEncoding_restXml"] = Compression,
        ["SDKAppendedGzipAfterProvidedEncoding_restXml"] = Compression,
    };

    public static string? Reason(string id) => Reasons.GetValueOrDefault(id);
}
