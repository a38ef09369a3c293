using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>One of AWS's wire protocols, both ways: the clients write requests and read responses, the sandbox reads requests and writes responses.</summary>
/// <remarks>Stateless and driven by the model alone: no protocol knows any operation by name.</remarks>
public abstract class WireProtocol
{
    /// <summary>The protocol.</summary>
    /// <param name="protocol">Which one.</param>
    /// <param name="newToken">Makes the idempotency tokens that callers leave out; random UUIDs unless given.</param>
    public static WireProtocol For(AwsProtocol protocol, Func<string>? newToken = null)
    {
        newToken ??= RandomToken;
        return protocol switch
        {
            AwsProtocol.AwsJson => new AwsJsonProtocol(newToken),
            AwsProtocol.Query => new QueryProtocol(newToken),
            AwsProtocol.Ec2Query => new Ec2QueryProtocol(newToken),
            AwsProtocol.RestJson => new RestJsonProtocol(newToken),
            AwsProtocol.RestXml => new RestXmlProtocol(newToken),
            _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "not a protocol of AWS"),
        };
    }

    /// <summary>Sandbox: the protocol of a request, among those that the service answers.</summary>
    /// <param name="service">The service that the request is for.</param>
    /// <param name="request">The request.</param>
    public static WireProtocol Detect(ServiceModel service, WireRequest request) => ProtocolDetection.Detect(service, request);

    internal static string RandomToken() => Guid.NewGuid().ToString();

    /// <summary>Client: the request for an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="input">An instance made by <c>operation.Input</c>.</param>
    public abstract WireRequest WriteRequest(OperationModel operation, object input);

    /// <summary>Client: the response of an operation that succeeded, as an instance made by <c>operation.Output</c>.</summary>
    public abstract object ReadResponse(OperationModel operation, WireResponse response);

    /// <summary>Client: the error of an operation that failed.</summary>
    public abstract WireError ReadError(OperationModel operation, WireResponse response);

    /// <summary>Sandbox: the name of the operation that a request asks for, or null when it names none of the service's.</summary>
    public abstract OperationModel? FindOperation(ServiceModel service, WireRequest request);

    /// <summary>Sandbox: the input of a request.</summary>
    /// <exception cref="WireFormatException">The request is not of the protocol's form.</exception>
    public abstract object ReadRequest(OperationModel operation, WireRequest request);

    /// <summary>Sandbox: the response for an output.</summary>
    public abstract WireResponse WriteResponse(OperationModel operation, object output, string requestId);

    /// <summary>Sandbox: the response for an error. The operation is null where none was recognised.</summary>
    public abstract WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId);
}

/// <summary>A message that is not of its protocol's form.</summary>
public sealed class WireFormatException(string message, Exception? inner = null) : Exception(message, inner);
