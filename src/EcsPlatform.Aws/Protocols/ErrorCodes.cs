using System.Net;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Error codes and messages in the forms that services send.</summary>
internal static class ErrorCodes
{
    private const string QueryCompatibleHeader = "x-amzn-query-error";

    /// <summary>"aws.foo#BadThing:http://…" is "BadThing".</summary>
    public static string Clean(string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? code : code[..colon];
        return name[(name.LastIndexOf('#') + 1)..];
    }

    /// <summary>What to call an error without a body: a HEAD request's 404 is "NotFound".</summary>
    public static string OfStatus(int status) => ((HttpStatusCode)status).ToString();

    /// <summary>The operation's error with that code, or null where the model does not name it.</summary>
    public static StructureShape? Find(OperationModel? operation, string code) =>
        operation?.Errors.FirstOrDefault(error => error.ErrorCode == code || error.Name == code);

    /// <summary>Services behind a moved protocol keep the old code in "x-amzn-query-error: Code;Sender".</summary>
    public static string? QueryCompatible(WireResponse response) =>
        response.Headers.TryGetValue(QueryCompatibleHeader, out var value) ? value.Split(';')[0] : null;

    /// <summary>The error's name where it travels as a type (JSON, CBOR): the shape's; the code is what query calls it.</summary>
    public static string TypeOf(OperationModel? operation, WireError error) => Find(operation, error.Code)?.Name ?? error.Code;

    /// <summary>Tells clients from a service's query days the code that they know, where it differs from the type.</summary>
    public static void AddQueryCompatible(WireResponse response, ServiceModel service, OperationModel? operation, WireError error)
    {
        if (service.Protocols.Contains("query") && Find(operation, error.Code) is { ErrorCode: { } code } shape && code != shape.Name)
        {
            response.Headers[QueryCompatibleHeader] = $"{code};{(error.Fault ? "Receiver" : "Sender")}";
        }
    }

    /// <summary>The error's member for the message, which models spell either way.</summary>
    public static bool IsMessage(Member member) => string.Equals(member.Name, "message", StringComparison.OrdinalIgnoreCase);

    /// <summary>The members of an error's detail that are set, but for the message: that travels from the error itself.</summary>
    public static IReadOnlyList<MemberValue> Detail(StructureShape? shape, WireError error) =>
        shape is null || error.Detail is null
            ? []
            : [.. MemberValue.Of(shape, error.Detail).Where(value => !IsMessage(value.Member))];
}
