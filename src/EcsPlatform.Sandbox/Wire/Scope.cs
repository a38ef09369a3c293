using System.Text.RegularExpressions;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>The credential scope of a signature version 4.</summary>
internal sealed partial record Scope(string AccessKeyId, string Region, string Service)
{
    /// <summary>The request's scope, from the header or a pre-signed query; null when it is not signed.</summary>
    public static Scope? Of(WireRequest request)
    {
        var credential = request.Headers.TryGetValue("Authorization", out var header)
            ? HeaderCredential().Match(header).Groups[1].Value
            : request.Query.FirstOrDefault(pair => pair.Key == "X-Amz-Credential").Value ?? "";
        return credential.Split('/') is [var key, _, var region, var service, "aws4_request"] ? new Scope(key, region, service) : null;
    }

    [GeneratedRegex(@"^AWS4-HMAC-SHA256\s.*?Credential=([^,\s]+)")]
    private static partial Regex HeaderCredential();
}
