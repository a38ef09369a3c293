using Amazon.Runtime;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Core.Engine;

/// <summary>A call that a step would make: what is checked against the model before anything is sent.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Request">Its request.</param>
public sealed record PlannedCall(OperationModel Operation, AmazonWebServiceRequest Request)
{
    /// <summary>Pairs an operation with a request of its own type.</summary>
    public static PlannedCall Of<TRequest, TResponse>(OperationModel<TRequest, TResponse> operation, TRequest request)
        where TRequest : AmazonWebServiceRequest
        where TResponse : class => new(operation, request);
}
