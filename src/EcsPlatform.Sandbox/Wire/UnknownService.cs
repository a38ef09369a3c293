using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Answers for services that the sandbox does not have, in the form that the request's protocol suggests.</summary>
internal static class UnknownService
{
    public static WireResponse Answer(WireRequest request, WireError error, string requestId)
    {
        var json = request.Headers.ContainsKey("X-Amz-Target")
            || (request.Headers.TryGetValue("Content-Type", out var type) && type.Contains("json", StringComparison.Ordinal));
        var response = new WireResponse { StatusCode = error.StatusCode };
        response.Headers["x-amzn-RequestId"] = requestId;
        response.Headers["Content-Type"] = json ? "application/x-amz-json-1.1" : "text/xml";
        response.Body = Encoding.UTF8.GetBytes(json ? Json(error) : Xml(error, requestId));
        return response;
    }

    private static string Json(WireError error) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = error.Code, ["message"] = error.Message });

    private static string Xml(WireError error, string requestId) => new XElement("ErrorResponse",
        new XElement("Error", new XElement("Type", "Sender"), new XElement("Code", error.Code), new XElement("Message", error.Message)),
        new XElement("RequestId", requestId)).ToString();
}
