using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Checks a call and lets its service answer it; runs under the sandbox's lock.</summary>
internal static class Executor
{
    public static WireResponse Execute(Call call, SandboxRegion region, string requestId, JournalEntry entry, FaultKind? fault)
    {
        if (call.Service is not { } known)
        {
            throw new AwsError("UnknownOperationException",
                $"The EcsPlatform sandbox does not have the service {call.ServiceName} (asked for {call.OperationName}).");
        }

        var service = region.Get(known);
        if (call.Scope is not { } scope)
        {
            throw Unsigned(known.Model);
        }

        if (fault is FaultKind.Throttle or FaultKind.InternalError)
        {
            throw fault == FaultKind.Throttle ? service.Throttled(known.Model) : service.InternalError(known.Model);
        }

        if (call.Operation is not { } operation || service.Handler(operation.Name) is not { } handler)
        {
            throw UnknownOperation(known.Model, call.OperationName);
        }

        var input = Read(call, operation);
        entry.Resource = PrincipalResource.Of(operation, input);
        if (Wire.Check(operation, input) is { } violation)
        {
            throw service.InvalidRequest(known.Model, violation.Message, violation.Missing);
        }

        if (DryRun.IsAskedFor(known.Model, call.Request))
        {
            throw DryRun.Refusal();
        }

        var output = handler(input, new CallContext(operation, service.Home, requestId, scope.AccessKeyId, call.Region));
        return call.Protocol!.WriteResponse(operation, output, requestId);
    }

    private static object Read(Call call, OperationModel operation)
    {
        try
        {
            FlatPermission.Widen(operation.Name, call.Request);
            return call.Protocol!.ReadRequest(operation, call.Request);
        }
        catch (WireFormatException exception)
        {
            throw new AwsError(operation.Service.Protocol switch
            {
                AwsProtocol.Query or AwsProtocol.Ec2Query => "MalformedInput",
                _ => "SerializationException",
            }, exception.Message);
        }
    }

    private static AwsError Unsigned(ServiceModel model) => model.Protocol switch
    {
        AwsProtocol.Ec2Query => new AwsError("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
        AwsProtocol.Query => new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        _ => new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 400),
    };

    private static AwsError UnknownOperation(ServiceModel model, string operation) => model.Protocol switch
    {
        AwsProtocol.Query or AwsProtocol.Ec2Query => new AwsError("InvalidAction",
            $"The action {operation} is not valid for this web service: the EcsPlatform sandbox does not have {model.ServiceId} {operation}."),
        AwsProtocol.RestJson or AwsProtocol.RestXml => new AwsError("UnknownOperationException",
            $"The EcsPlatform sandbox does not have {model.ServiceId} {operation}.", 404),
        _ => new AwsError("UnknownOperationException", $"The EcsPlatform sandbox does not have {model.ServiceId} {operation}."),
    };
}
