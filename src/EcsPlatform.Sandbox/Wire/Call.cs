using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>A request, and what it asks for: service, operation, region, caller.</summary>
internal sealed class Call
{
    public required WireRequest Request { get; init; }

    public required Scope? Scope { get; init; }

    public required ServiceEntry? Service { get; init; }

    public required WireProtocol? Protocol { get; init; }

    public required OperationModel? Operation { get; init; }

    /// <summary>What the request calls its operation, also where the sandbox does not have it.</summary>
    public required string OperationName { get; init; }

    public required string Region { get; init; }

    public string ServiceName => Service?.Model.SigningName ?? Scope?.Service ?? "unknown";

    public static Call Of(WireRequest request, SandboxOptions options)
    {
        var scope = Sandbox.Scope.Of(request);
        var name = RequestedOperation.Of(request);
        var service = Router.Find(request, scope, name);
        var protocol = service is null ? null : Wire.Detect(service.Model, request);
        var operation = service is null ? null : protocol!.FindOperation(service.Model, request);
        return new Call
        {
            Request = request,
            Scope = scope,
            Service = service,
            Protocol = protocol,
            Operation = operation,
            OperationName = operation?.Name ?? name ?? $"{request.Method} {request.Path}",
            Region = scope?.Region ?? options.Region,
        };
    }

    public WireResponse Refuse(AwsError error, string requestId)
    {
        var shape = Operation?.Errors.FirstOrDefault(candidate => candidate.ErrorCode == error.Code || candidate.Name == error.Code);
        var status = error.Status ?? shape?.HttpStatus ?? 400;
        var wire = new WireError(error.Code, error.Message, status, shape?.Fault ?? status >= 500) { RequestId = requestId, Detail = error.Detail };
        return Service is null
            ? UnknownService.Answer(Request, wire, requestId)
            : Protocol!.WriteError(Service.Model, Operation, wire, requestId);
    }
}
