using Amazon.Runtime;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Request ids in headers and on responses.</summary>
internal static class RequestIds
{
    public const string Header = "x-amzn-RequestId";

    public static string? Of(WireResponse response) =>
        response.Headers.TryGetValue(Header, out var id) || response.Headers.TryGetValue("x-amz-request-id", out id) ? id : null;

    /// <summary>Puts the request id where AWSSDK's callers look for it.</summary>
    public static object Stamp(object output, string? requestId)
    {
        if (output is AmazonWebServiceResponse response && requestId is not null)
        {
            response.ResponseMetadata = new ResponseMetadata { RequestId = requestId };
        }

        return output;
    }
}
