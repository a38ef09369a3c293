using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>CBOR under <c>/service/{service}/operation/{operation}</c> ("smithy-rpc-v2-cbor"): what newer AWS CLIs speak to CloudWatch.</summary>
/// <remarks>Our own clients do not choose it; it is here so that other clients work on the sandbox.</remarks>
public sealed class RpcV2CborProtocol : WireProtocol
{
    /// <summary>The header by which a request says that it is of this protocol.</summary>
    public const string Header = "smithy-protocol";

    /// <summary>The header's value, in requests and responses.</summary>
    public const string HeaderValue = "rpc-v2-cbor";

    private const string CborType = "application/cbor";

    private readonly Func<string> _newToken;

    internal RpcV2CborProtocol(Func<string> newToken) => _newToken = newToken;

    /// <inheritdoc/>
    public override WireRequest WriteRequest(OperationModel operation, object input)
    {
        var request = new WireRequest
        {
            Path = $"/service/{operation.Service.TargetPrefix}/operation/{operation.Name}",
            HostPrefix = HostPrefixes.Of(operation, input),
            Headers = { [Header] = HeaderValue, ["Accept"] = CborType },
        };
        if (operation.HasInput)
        {
            request.Headers["Content-Type"] = CborType;
            request.Body = Body(MemberValue.OfInput(operation.Input, input, _newToken));
        }

        return request;
    }

    /// <inheritdoc/>
    public override object ReadResponse(OperationModel operation, WireResponse response) =>
        RequestIds.Stamp(Read(operation.Output, response.Body), RequestIds.Of(response));

    /// <inheritdoc/>
    public override WireError ReadError(OperationModel operation, WireResponse response)
    {
        var body = Parse(response.Body);
        var code = body.GetValueOrDefault("__type") is string type ? ErrorCodes.Clean(type) : ErrorCodes.OfStatus(response.StatusCode);
        var shape = ErrorCodes.Find(operation, code);
        object? detail = null;
        if (shape is not null)
        {
            detail = shape.Create();
            CborValues.ReadMembers(body, shape, detail);
        }

        return new WireError(
            ErrorCodes.QueryCompatible(response) ?? code,
            (body.GetValueOrDefault("message") ?? body.GetValueOrDefault("Message")) as string ?? "",
            response.StatusCode,
            shape?.Fault ?? response.StatusCode >= 500)
        {
            RequestId = RequestIds.Of(response),
            Detail = detail,
        };
    }

    /// <inheritdoc/>
    public override OperationModel? FindOperation(ServiceModel service, WireRequest request)
    {
        // A service may stand behind a path of its own: only the end counts.
        var segments = request.Path.Split('/');
        return segments is [.., "service", var name, "operation", var operation] && name == service.TargetPrefix
            ? service.Operations.GetValueOrDefault(operation)
            : null;
    }

    /// <inheritdoc/>
    public override object ReadRequest(OperationModel operation, WireRequest request) => Read(operation.Input, request.Body);

    /// <inheritdoc/>
    public override WireResponse WriteResponse(OperationModel operation, object output, string requestId)
    {
        var response = Answer(200, requestId);
        response.Body = Body(operation.HasOutput ? MemberValue.Of(operation.Output, output) : []);
        return response;
    }

    /// <inheritdoc/>
    public override WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId)
    {
        var shape = ErrorCodes.Find(operation, error.Code);
        var detail = ErrorCodes.Detail(shape, error);
        var message = shape?.Members.FirstOrDefault(ErrorCodes.IsMessage);
        var cbor = new CborWriter();
        cbor.Map(detail.Count + 2);
        cbor.Text("__type");
        cbor.Text(ErrorCodes.TypeOf(operation, error));
        cbor.Text(message is null ? "message" : WireNames.Of(message));
        cbor.Text(error.Message);
        CborValues.WriteMembers(cbor, detail);
        var response = Answer(error.StatusCode, requestId);
        ErrorCodes.AddQueryCompatible(response, service, operation, error);
        response.Body = cbor.ToArray();
        return response;
    }

    private static WireResponse Answer(int status, string requestId) => new()
    {
        StatusCode = status,
        Headers = { ["Content-Type"] = CborType, [Header] = HeaderValue, [RequestIds.Header] = requestId },
    };

    private static byte[] Body(IReadOnlyList<MemberValue> members)
    {
        var cbor = new CborWriter();
        CborValues.WriteStructure(cbor, members);
        return cbor.ToArray();
    }

    private static object Read(StructureShape shape, ReadOnlyMemory<byte> body)
    {
        var instance = shape.Create();
        CborValues.ReadMembers(Parse(body), shape, instance);
        return instance;
    }

    private static IReadOnlyDictionary<string, object?> Parse(ReadOnlyMemory<byte> body) => body.IsEmpty
        ? new Dictionary<string, object?>()
        : new CborReader(body).Read() as IReadOnlyDictionary<string, object?> ?? throw new WireFormatException("A map was expected.");
}
