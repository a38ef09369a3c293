using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Errors with an XML body, which query, EC2 and REST XML share but for the wrapping.</summary>
internal static class XmlErrors
{
    /// <summary>Reads <c>ErrorResponse/Error</c>, EC2's <c>Response/Errors/Error</c> and S3's bare <c>Error</c>.</summary>
    public static WireError Read(OperationModel operation, WireResponse response, Action<StructureShape, object>? readHeaders = null)
    {
        var root = ParseLeniently(response.Body);
        var element = root?.DescendantsAndSelf().FirstOrDefault(candidate => candidate.Name.LocalName == "Error");
        var code = element?.Child("Code")?.Value.Trim() is { Length: > 0 } text ? ErrorCodes.Clean(text) : ErrorCodes.OfStatus(response.StatusCode);
        var shape = ErrorCodes.Find(operation, code);
        object? detail = null;
        if (shape is not null)
        {
            detail = shape.Create();
            if (element is not null)
            {
                XmlValueReader.ReadMembers(element, shape.Members.Where(member => member.Location == MemberLocation.Body), detail);
            }

            readHeaders?.Invoke(shape, detail);
        }

        return new WireError(
            code,
            (element?.Child("Message") ?? element?.Child("message"))?.Value ?? "",
            response.StatusCode,
            element?.Child("Type") is { } type ? type.Value.Trim() is "Receiver" : shape?.Fault ?? response.StatusCode >= 500)
        {
            RequestId = RequestIds.Of(response) ?? RequestId(root),
            Detail = detail,
        };
    }

    /// <summary>The element <c>Error</c> with code, message and the error's own members.</summary>
    public static XElement Element(OperationModel? operation, WireError error, bool withType, XNamespace ns)
    {
        var element = new XElement(ns + "Error");
        if (withType)
        {
            element.Add(new XElement(ns + "Type", error.Fault ? "Receiver" : "Sender"));
        }

        element.Add(new XElement(ns + "Code", error.Code), new XElement(ns + "Message", error.Message));
        var detail = ErrorCodes.Detail(ErrorCodes.Find(operation, error.Code), error);
        XmlValueWriter.WriteMembers(element, detail.Where(value => value.Member.Location == MemberLocation.Body), ns);
        return element;
    }

    /// <summary><c>ErrorResponse</c> with the error and the request id.</summary>
    public static XElement Wrapped(ServiceModel service, OperationModel? operation, WireError error, string requestId)
    {
        XNamespace ns = service.XmlNamespace ?? "";
        return new XElement(ns + "ErrorResponse", Element(operation, error, withType: true, ns), new XElement(ns + "RequestId", requestId));
    }

    private static string? RequestId(XElement? root) =>
        root?.Descendants().FirstOrDefault(element => string.Equals(element.Name.LocalName, "RequestId", StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>A proxy in between may answer in HTML: then the status has to do.</summary>
    private static XElement? ParseLeniently(ReadOnlyMemory<byte> body)
    {
        try
        {
            return XmlDocuments.Parse(body);
        }
        catch (WireFormatException)
        {
            return null;
        }
    }
}
