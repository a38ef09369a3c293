using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>EC2's dialect of query ("ec2"): capitalised names, all lists flattened in requests, no result wrapper in responses.</summary>
public sealed class Ec2QueryProtocol : FormProtocol
{
    internal Ec2QueryProtocol(Func<string> newToken)
        : base(FormDialect.Ec2, newToken)
    {
    }

    /// <inheritdoc/>
    public override object ReadResponse(OperationModel operation, WireResponse response)
    {
        var output = operation.Output.Create();
        var requestId = RequestIds.Of(response);
        if (XmlDocuments.Parse(response.Body) is { } root)
        {
            requestId ??= root.Child("requestId")?.Value;
            XmlValueReader.ReadMembers(root, operation.Output.Members, output);
        }

        return RequestIds.Stamp(output, requestId);
    }

    /// <inheritdoc/>
    public override WireResponse WriteResponse(OperationModel operation, object output, string requestId)
    {
        XNamespace ns = operation.Service.XmlNamespace ?? "";
        var root = new XElement(ns + (operation.Name + "Response"), new XElement(ns + "requestId", requestId));
        if (operation.HasOutput)
        {
            XmlValueWriter.WriteMembers(root, MemberValue.Of(operation.Output, output), ns);
        }
        else
        {
            // What EC2 says to a call that has nothing to tell; older clients look for it.
            root.Add(new XElement(ns + "return", "true"));
        }

        return Respond(200, root, requestId);
    }

    /// <inheritdoc/>
    public override WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId)
    {
        var detail = XmlErrors.Element(operation, error, withType: false, XNamespace.None);
        return Respond(
            error.StatusCode,
            new XElement("Response", new XElement("Errors", detail), new XElement("RequestID", requestId)),
            requestId);
    }
}
