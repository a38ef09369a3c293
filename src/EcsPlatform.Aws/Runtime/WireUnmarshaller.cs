using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Runtime;

/// <summary>Turns a response into the operation's typed response, or into the exception that its error code names.</summary>
internal sealed class WireUnmarshaller(WireProtocol protocol, OperationModel operation, ErrorTable errors) : ResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
    {
        var context = (WireContext)input;
        var wire = context.Response();
        var response = (AmazonWebServiceResponse)protocol.ReadResponse(operation, wire);
        response.ResponseMetadata = new ResponseMetadata { RequestId = RequestId(wire, response) };
        response.HttpStatusCode = context.ResponseData.StatusCode;
        response.ContentLength = context.ResponseData.ContentLength;
        return response;
    }

    public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var wire = ((WireContext)input).Response();
        WireError error;
        try
        {
            error = protocol.ReadError(operation, wire);
        }
        catch (WireFormatException unreadable)
        {
            // A proxy's HTML page, an empty 503: the status is all there is to go by.
            return errors.Unknown($"The service answered {(int)statusCode} with a body that is no error of its protocol.", unreadable, statusCode, RequestId(wire, null));
        }

        return errors.Create(operation, error, innerException, statusCode, error.RequestId ?? RequestId(wire, null));
    }

    protected override UnmarshallerContext ConstructUnmarshallerContext(Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new WireContext(responseStream, response);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext) =>
        new WireContext(responseStream, response);

    private static string RequestId(WireResponse wire, AmazonWebServiceResponse? response) =>
        response?.ResponseMetadata?.RequestId
        ?? (wire.Headers.TryGetValue("x-amzn-RequestId", out var id) || wire.Headers.TryGetValue("x-amz-request-id", out id) ? id : "");

    /// <summary>The response as the SDK hands it over.</summary>
    private sealed class WireContext : UnmarshallerContext
    {
        private readonly Stream _body;

        public WireContext(Stream body, IWebResponseData response)
        {
            _body = body;
            WebResponseData = response;
        }

        public override string CurrentPath => "";

        public override int CurrentDepth => 0;

        public override bool IsStartElement => false;

        public override bool IsEndElement => false;

        public override bool IsStartOfDocument => false;

        public WireResponse Response()
        {
            using var body = new MemoryStream();
            _body?.CopyTo(body);
            var wire = new WireResponse { StatusCode = (int)WebResponseData.StatusCode, Body = body.ToArray() };
            foreach (var name in WebResponseData.GetHeaderNames())
            {
                wire.Headers[name] = WebResponseData.GetHeaderValue(name);
            }

            return wire;
        }
    }
}
