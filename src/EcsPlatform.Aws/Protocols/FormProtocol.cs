using System.Xml.Linq;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>What "query" and "ec2" have in common: a form with <c>Action</c> and <c>Version</c> in, XML out.</summary>
public abstract class FormProtocol : WireProtocol
{
    private readonly FormDialect _dialect;
    private readonly Func<string> _newToken;

    private protected FormProtocol(FormDialect dialect, Func<string> newToken)
    {
        _dialect = dialect;
        _newToken = newToken;
    }

    /// <inheritdoc/>
    public sealed override WireRequest WriteRequest(OperationModel operation, object input)
    {
        var form = new FormWriter(_dialect);
        form.Add("Action", operation.Name);
        form.Add("Version", operation.Service.ApiVersion);
        form.WriteMembers("", MemberValue.OfInput(operation.Input, input, _newToken));
        return new WireRequest
        {
            HostPrefix = HostPrefixes.Of(operation, input),
            Headers = { ["Content-Type"] = FormEncoding.ContentType },
            Body = FormEncoding.Write(form.Pairs),
        };
    }

    /// <inheritdoc/>
    public sealed override WireError ReadError(OperationModel operation, WireResponse response) => XmlErrors.Read(operation, response);

    /// <inheritdoc/>
    public sealed override OperationModel? FindOperation(ServiceModel service, WireRequest request)
    {
        var action = Pairs(request).FirstOrDefault(pair => pair.Key == "Action").Value;
        return action is null ? null : service.Operations.GetValueOrDefault(action);
    }

    /// <inheritdoc/>
    public sealed override object ReadRequest(OperationModel operation, WireRequest request)
    {
        var instance = operation.Input.Create();
        new FormReader(_dialect).ReadMembers(FormNode.Parse(Pairs(request)), operation.Input, instance);
        return instance;
    }

    /// <summary>True where the request's form (or query string: a GET will do as well) names an action.</summary>
    internal static bool NamesAction(WireRequest request) => Pairs(request).Any(pair => pair.Key == "Action");

    private protected static WireResponse Respond(int status, XElement root, string requestId) => new()
    {
        StatusCode = status,
        Headers = { ["Content-Type"] = "text/xml", [RequestIds.Header] = requestId },
        Body = XmlDocuments.ToBytes(root, declaration: true),
    };

    private static IEnumerable<KeyValuePair<string, string>> Pairs(WireRequest request) =>
        FormEncoding.IsForm(request) ? request.Query.Concat(FormEncoding.Read(request.Body)) : request.Query;
}
