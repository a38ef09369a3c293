using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Which of a service's protocols a request is written in: AWS's services answer several, and each client has its own favourite.</summary>
internal static class ProtocolDetection
{
    public static WireProtocol Detect(ServiceModel service, WireRequest request)
    {
        if (Lists(service, "smithy-rpc-v2-cbor") && request.Headers.TryGetValue(RpcV2CborProtocol.Header, out var header) && header == RpcV2CborProtocol.HeaderValue)
        {
            return new RpcV2CborProtocol(WireProtocol.RandomToken);
        }

        if (Lists(service, "json") && request.Headers.ContainsKey("X-Amz-Target"))
        {
            return WireProtocol.For(AwsProtocol.AwsJson);
        }

        if (FormProtocol.NamesAction(request))
        {
            if (Lists(service, "query"))
            {
                return WireProtocol.For(AwsProtocol.Query);
            }

            if (Lists(service, "ec2"))
            {
                return WireProtocol.For(AwsProtocol.Ec2Query);
            }
        }

        return WireProtocol.For(
            Lists(service, "rest-json") ? AwsProtocol.RestJson
            : Lists(service, "rest-xml") ? AwsProtocol.RestXml
            : service.Protocol);
    }

    private static bool Lists(ServiceModel service, string protocol) =>
        service.Protocols.Count == 0 ? NameOf(service.Protocol) == protocol : service.Protocols.Contains(protocol);

    private static string NameOf(AwsProtocol protocol) => protocol switch
    {
        AwsProtocol.AwsJson => "json",
        AwsProtocol.RestJson => "rest-json",
        AwsProtocol.Query => "query",
        AwsProtocol.Ec2Query => "ec2",
        _ => "rest-xml",
    };
}
