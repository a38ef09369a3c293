using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>REST with JSON bodies ("rest-json": App Mesh, EFS, API Gateway).</summary>
public sealed class RestJsonProtocol : RestProtocol
{
    internal RestJsonProtocol(Func<string> newToken)
        : base(newToken)
    {
    }

    /// <inheritdoc/>
    public override WireError ReadError(OperationModel operation, WireResponse response) =>
        JsonErrors.Read(operation, response, HeadersOf(response));

    /// <inheritdoc/>
    public override WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId)
    {
        var response = new WireResponse
        {
            StatusCode = error.StatusCode,
            Headers = { ["Content-Type"] = ContentType, [RequestIds.Header] = requestId, [JsonErrors.TypeHeader] = ErrorCodes.TypeOf(operation, error) },
            Body = JsonErrors.Write(operation, error, withType: false),
        };
        foreach (var member in ErrorCodes.Detail(ErrorCodes.Find(operation, error.Code), error))
        {
            HttpHeaders.Write(response.Headers, member);
        }

        return response;
    }

    private protected override string ContentType => "application/json";

    private protected override byte[] WriteStructure((string Name, XmlNamespace? Namespace) root, IReadOnlyList<MemberValue> members) =>
        JsonValueWriter.ToBytes(json => JsonValueWriter.WriteObject(json, members));

    /// <summary>A structure that is not set travels as an empty object; a union cannot be empty and does not travel.</summary>
    private protected override byte[]? WritePayload(Member payload, object? value) => value is null
        ? payload.Target is StructureShape { Union: false } ? "{}"u8.ToArray() : null
        : JsonValueWriter.ToBytes(json => JsonValueWriter.WriteValue(json, payload, value));

    private protected override void ReadStructure(ReadOnlyMemory<byte> body, IEnumerable<Member> members, object instance)
    {
        using var document = JsonValueReader.Parse(body);
        JsonValueReader.ReadMembers(document.RootElement, members, instance);
    }

    private protected override object? ReadPayload(ReadOnlyMemory<byte> body, Member payload)
    {
        using var document = JsonValueReader.Parse(body);
        return JsonValueReader.ReadValue(document.RootElement, payload);
    }
}
