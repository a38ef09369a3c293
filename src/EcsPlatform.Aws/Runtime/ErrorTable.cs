using System.Net;
using Amazon.Runtime;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Runtime;

/// <summary>Makes an exception of a service.</summary>
/// <param name="message">What the service said.</param>
/// <param name="inner">The HTTP failure behind it.</param>
/// <param name="type">Whose fault it is.</param>
/// <param name="code">The error code.</param>
/// <param name="requestId">The request's id.</param>
/// <param name="status">The HTTP status.</param>
public delegate AmazonServiceException MakeException(string message, Exception inner, ErrorType type, string code, string requestId, HttpStatusCode status);

/// <summary>A service's exceptions by the name of their shape.</summary>
/// <param name="unknown">Makes the exception for a code that the operation's model does not name.</param>
/// <param name="known">Makes the exceptions that it names.</param>
public sealed class ErrorTable(MakeException unknown, IReadOnlyDictionary<string, MakeException> known)
{
    internal AmazonServiceException Create(OperationModel operation, WireError error, Exception inner, HttpStatusCode status, string requestId)
    {
        var shape = operation.Errors.FirstOrDefault(shape => shape.ErrorCode == error.Code || shape.Name == error.Code);
        var make = shape is not null && known.TryGetValue(shape.Name, out var named) ? named : unknown;
        var exception = make(error.Message, inner, TypeOf(error, status), error.Code, requestId, status);
        if (shape is not null && error.Detail is { } detail && exception.GetType() == detail.GetType())
        {
            foreach (var member in shape.Members)
            {
                member.Set(exception, member.Get(detail));
            }
        }

        return exception;
    }

    internal AmazonServiceException Unknown(string message, Exception inner, HttpStatusCode status, string requestId) =>
        unknown(message, inner, ErrorType.Unknown, "", requestId, status);

    private static ErrorType TypeOf(WireError error, HttpStatusCode status) =>
        error.Fault || (int)status >= 500 ? ErrorType.Receiver : ErrorType.Sender;
}
