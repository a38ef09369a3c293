using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Runtime;

/// <summary>What the generated clients share: AWSSDK.Core's pipeline, with a marshaller that is driven by the model.</summary>
public abstract class GeneratedServiceClient : AmazonServiceClient
{
    private readonly ConcurrentDictionary<OperationModel, InvokeOptions> _options = new();
    private readonly Lazy<WireProtocol> _protocol;

    /// <summary>With credentials.</summary>
    protected GeneratedServiceClient(AWSCredentials credentials, ClientConfig config)
        : base(credentials, config) => _protocol = new(NewProtocol);

    /// <summary>With the SDK's credential chain.</summary>
    protected GeneratedServiceClient(ClientConfig config)
        : base(config) => _protocol = new(NewProtocol);

    /// <summary>The service's model.</summary>
    protected abstract ServiceModel Service { get; }

    /// <summary>The service's exceptions.</summary>
    protected abstract ErrorTable Errors { get; }

    /// <summary>Makes the idempotency tokens that callers leave out.</summary>
    protected virtual string NewIdempotencyToken() => Guid.NewGuid().ToString();

    /// <summary>Calls an operation.</summary>
    protected Task<TResponse> CallAsync<TRequest, TResponse>(OperationModel<TRequest, TResponse> operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        var options = _options.GetOrAdd(operation, static (operation, client) => new InvokeOptions
        {
            RequestMarshaller = new WireMarshaller(client._protocol.Value, operation),
            ResponseUnmarshaller = new WireUnmarshaller(client._protocol.Value, operation, client.Errors),
        }, this);
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }

    /// <inheritdoc />
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.ReplaceHandler<EndpointResolver>(new WireEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthResolver());
        ConstraintHandler.AddTo(pipeline, () => Service);
    }

    private WireProtocol NewProtocol() => WireProtocol.For(Service.Protocol, NewIdempotencyToken);
}
