using System.Text.Json;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Errors with a JSON body, which both JSON protocols share.</summary>
internal static class JsonErrors
{
    public const string TypeHeader = "x-amzn-ErrorType";

    public static WireError Read(OperationModel operation, WireResponse response, Action<StructureShape, object>? readHeaders = null)
    {
        using var body = ParseLeniently(response.Body);
        var root = body.RootElement;
        var code = ErrorCodes.Clean(
            (response.Headers.TryGetValue(TypeHeader, out var header) ? header : null)
            ?? Text(root, "__type") ?? Text(root, "code") ?? Text(root, "Code")
            ?? ErrorCodes.OfStatus(response.StatusCode));
        var shape = ErrorCodes.Find(operation, code);
        var queryCode = ErrorCodes.QueryCompatible(response);
        shape ??= queryCode is null ? null : ErrorCodes.Find(operation, queryCode);

        object? detail = null;
        if (shape is not null)
        {
            detail = shape.Create();
            JsonValueReader.ReadMembers(root, shape.Members.Where(member => member.Location == MemberLocation.Body), detail);
            readHeaders?.Invoke(shape, detail);
        }

        return new WireError(
            queryCode ?? code,
            Text(root, "message") ?? Text(root, "Message") ?? Text(root, "errorMessage") ?? "",
            response.StatusCode,
            shape?.Fault ?? response.StatusCode >= 500)
        {
            RequestId = RequestIds.Of(response),
            Detail = detail,
        };
    }

    /// <summary>The body <c>{"__type": …, "message": …}</c> with the error's own members; the type is left out where a header carries it.</summary>
    public static byte[] Write(OperationModel? operation, WireError error, bool withType)
    {
        var shape = ErrorCodes.Find(operation, error.Code);
        var message = shape?.Members.FirstOrDefault(ErrorCodes.IsMessage);
        return JsonValueWriter.ToBytes(json =>
        {
            json.WriteStartObject();
            if (withType)
            {
                json.WriteString("__type", ErrorCodes.TypeOf(operation, error));
            }

            json.WriteString(message is null ? "message" : WireNames.Of(message), error.Message);
            JsonValueWriter.WriteMembers(json, ErrorCodes.Detail(shape, error).Where(value => value.Member.Location == MemberLocation.Body));
            json.WriteEndObject();
        });
    }

    /// <summary>A proxy in between may answer in HTML: then the status has to do.</summary>
    private static JsonDocument ParseLeniently(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonValueReader.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : JsonDocument.Parse("{}");
        }
        catch (WireFormatException)
        {
            return JsonDocument.Parse("{}");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
