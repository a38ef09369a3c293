using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Runtime;

/// <summary>Turns a typed request into AWSSDK's request, by the operation's wire protocol.</summary>
internal sealed class WireMarshaller(WireProtocol protocol, OperationModel operation) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var wire = protocol.WriteRequest(operation, input);
        var request = new DefaultRequest(input, "EcsPlatform." + operation.Service.ServiceId)
        {
            HttpMethod = wire.Method,
            Content = wire.Body.ToArray(),
            HostPrefix = wire.HostPrefix,
            UseQueryString = true,
        };
        SetPath(request, wire.Path);
        foreach (var (name, value) in wire.Headers)
        {
            request.Headers[name] = value;
        }

        foreach (var parameter in wire.Query.GroupBy(pair => pair.Key, pair => pair.Value))
        {
            request.ParameterCollection.Add(parameter.Key, parameter.ToList());
        }

        return request;
    }

    // The SDK encodes path segments itself; giving them as path resources keeps an encoded slash within its segment.
    private static void SetPath(DefaultRequest request, string path)
    {
        if (path is "" or "/")
        {
            request.ResourcePath = "/";
            return;
        }

        var segments = path.TrimStart('/').Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            request.AddPathResource($"{{s{i}}}", Uri.UnescapeDataString(segments[i]));
        }

        request.ResourcePath = "/" + string.Join('/', segments.Select((_, i) => $"{{s{i}}}"));
    }
}
