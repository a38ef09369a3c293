using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>REST with XML bodies ("rest-xml": S3, CloudFront, Route 53).</summary>
public sealed class RestXmlProtocol : RestProtocol
{
    internal RestXmlProtocol(Func<string> newToken)
        : base(newToken)
    {
    }

    /// <inheritdoc/>
    public override WireError ReadError(OperationModel operation, WireResponse response) =>
        XmlErrors.Read(operation, response, HeadersOf(response));

    /// <inheritdoc/>
    public override WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId)
    {
        var root = XmlErrors.Wrapped(service, operation, error, requestId);
        if (service.EndpointPrefix == "s3")
        {
            // S3 alone sends the error bare, with the request id in it.
            root = XmlErrors.Element(operation, error, withType: false, XNamespace.None);
            root.Add(new XElement("RequestId", requestId));
        }

        var response = new WireResponse
        {
            StatusCode = error.StatusCode,
            Headers = { ["Content-Type"] = ContentType, [RequestIds.Header] = requestId },
            Body = XmlDocuments.ToBytes(root, declaration: true),
        };
        foreach (var member in ErrorCodes.Detail(ErrorCodes.Find(operation, error.Code), error))
        {
            HttpHeaders.Write(response.Headers, member);
        }

        return response;
    }

    private protected override string ContentType => "application/xml";

    private protected override byte[]? WriteStructure((string Name, XmlNamespace? Namespace) root, IReadOnlyList<MemberValue> members)
    {
        if (members.Count == 0)
        {
            return null;
        }

        XNamespace ns = "";
        var element = XmlValueWriter.Element(root.Name, root.Namespace, ref ns);
        XmlValueWriter.WriteMembers(element, members, ns);
        return XmlDocuments.ToBytes(element, declaration: false);
    }

    private protected override byte[]? WritePayload(Member payload, object? value)
    {
        if (value is null || payload.Target is not StructureShape structure)
        {
            return value is null ? null : throw new NotSupportedException($"{payload.Name}: only structures, strings and blobs are payloads in XML.");
        }

        XNamespace ns = "";
        var element = XmlValueWriter.Element(RootOf(payload, structure), payload.XmlNamespace ?? structure.XmlNamespace, ref ns);
        XmlValueWriter.WriteMembers(element, MemberValue.Of(structure, value), ns);
        return XmlDocuments.ToBytes(element, declaration: false);
    }

    private protected override void ReadStructure(ReadOnlyMemory<byte> body, IEnumerable<Member> members, object instance)
    {
        if (XmlDocuments.Parse(body) is { } root)
        {
            XmlValueReader.ReadMembers(root, members, instance);
        }
    }

    private protected override object? ReadPayload(ReadOnlyMemory<byte> body, Member payload) =>
        XmlDocuments.Parse(body) is { } root ? XmlValueReader.ReadValue(root, payload) : null;

    /// <summary>The payload's element: the member's name for it counts where it says more than its own name does, or comes with a namespace (S3's LifecycleConfiguration).</summary>
    private static string RootOf(Member payload, StructureShape structure) =>
        payload.LocationName is { } name && (name != payload.Name || payload.XmlNamespace is not null) ? name : structure.LocationName ?? structure.Name;
}
