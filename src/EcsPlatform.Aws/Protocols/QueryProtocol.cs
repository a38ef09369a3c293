using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Form in, XML out ("query": IAM, Elastic Load Balancing, CloudFormation, STS).</summary>
public sealed class QueryProtocol : FormProtocol
{
    internal QueryProtocol(Func<string> newToken)
        : base(FormDialect.Query, newToken)
    {
    }

    /// <inheritdoc/>
    public override object ReadResponse(OperationModel operation, WireResponse response)
    {
        var output = operation.Output.Create();
        var requestId = RequestIds.Of(response);
        if (XmlDocuments.Parse(response.Body) is { } root)
        {
            requestId ??= root.Child("ResponseMetadata")?.Child("RequestId")?.Value;
            var result = root.Child(ResultName(operation))
                ?? root.Elements().FirstOrDefault(element => element.Name.LocalName.EndsWith("Result", StringComparison.Ordinal))
                ?? root;
            XmlValueReader.ReadMembers(result, operation.Output.Members, output);
        }

        return RequestIds.Stamp(output, requestId);
    }

    /// <inheritdoc/>
    public override WireResponse WriteResponse(OperationModel operation, object output, string requestId)
    {
        XNamespace ns = operation.Service.XmlNamespace ?? "";
        var root = new XElement(ns + (operation.Name + "Response"));
        if (operation.HasOutput)
        {
            var result = new XElement(ns + ResultName(operation));
            XmlValueWriter.WriteMembers(result, MemberValue.Of(operation.Output, output), ns);
            root.Add(result);
        }

        root.Add(new XElement(ns + "ResponseMetadata", new XElement(ns + "RequestId", requestId)));
        return Respond(200, root, requestId);
    }

    /// <inheritdoc/>
    public override WireResponse WriteError(ServiceModel service, OperationModel? operation, WireError error, string requestId) =>
        Respond(error.StatusCode, XmlErrors.Wrapped(service, operation, error, requestId), requestId);

    private static string ResultName(OperationModel operation) => operation.ResultWrapper ?? operation.Name + "Result";
}
