using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>JSON in one endpoint, the operation in <c>X-Amz-Target</c> ("json": ECS, Secrets Manager, CodeDeploy, CloudWatch Logs).</summary>
public sealed class AwsJsonProtocol : WireProtocol
{
    private readonly Func<string> _newToken;

    internal AwsJsonProtocol(Func<string> newToken) => _newToken = newToken;

    /// <inheritdoc/>
    public override WireRequest WriteRequest(OperationModel operation, object input) => new()
    {
        Path = "/",
        HostPrefix = HostPrefixes.Of(operation, input),
        Headers =
        {
            ["Content-Type"] = ContentType(operation.Service),
            ["X-Amz-Target"] = $"{operation.Service.TargetPrefix}.{operation.Name}",
        },
        Body = JsonValueWriter.ToBytes(json => JsonValueWriter.WriteObject(json, MemberValue.OfInput(operation.Input, input, _newToken))),
    };

    /// <inheritdoc/>
    public override object ReadResponse(OperationModel operation, WireResponse response) =>
        RequestIds.Stamp(Read(operation.Output, response.Body), RequestIds.Of(response));

    /// <inheritdoc/>
    public override WireError ReadError(OperationModel operation, WireResponse response) => JsonErrors.Read(operation, response);

    /// <inheritdoc/>
    public override OperationModel? FindOperation(ServiceModel service, WireRequest request)
    {
        if (!request.Headers.TryGetValue("X-Amz-Target", out var target))
        {
            return null;
        }

        var dot = target.LastIndexOf('.');
        return dot > 0 && target[..dot] == service.TargetPrefix ? service.Operations.GetValueOrDefault(target[(dot + 1)..]) : null;
    }

    /// <inheritdoc/>
    public override object ReadRequest(OperationModel operation, WireRequest request) => Read(operation.Input, request.Body);

    /// <inheritdoc/>
    public override WireResponse WriteResponse(OperationModel operation, object output, string requestId) => new()
    {
        Headers = { ["Content-Type"] = ContentType(operation.Service), [RequestIds.Header] = requestId },
        Body = operation.HasOutput
            ? JsonValueWriter.ToBytes(json => JsonValueWriter.WriteObject(json, MemberValue.Of(operation.Output, output)))
            : "{}"u8.ToArray(),
    };

    /// <inheritdoc/>
    public override WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId)
    {
        var response = new WireResponse
        {
            StatusCode = error.StatusCode,
            Headers = { ["Content-Type"] = ContentType(service), [RequestIds.Header] = requestId },
            Body = JsonErrors.Write(operation, error, withType: true),
        };
        ErrorCodes.AddQueryCompatible(response, service, operation, error);
        return response;
    }

    private static string ContentType(ServiceModel service) => $"application/x-amz-json-{service.JsonVersion ?? "1.0"}";

    private static object Read(StructureShape shape, ReadOnlyMemory<byte> body)
    {
        using var document = JsonValueReader.Parse(body);
        var instance = shape.Create();
        JsonValueReader.ReadMembers(document.RootElement, shape.Members, instance);
        return instance;
    }
}
