using System.Security.Cryptography;
using System.Text;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>What the REST protocols have in common: method and path name the operation, members travel in path, query, headers and body.</summary>
public abstract class RestProtocol : WireProtocol
{
    private readonly Func<string> _newToken;

    private protected RestProtocol(Func<string> newToken) => _newToken = newToken;

    /// <inheritdoc/>
    public sealed override WireRequest WriteRequest(OperationModel operation, object input)
    {
        var members = MemberValue.OfInput(operation.Input, input, _newToken);
        var template = UriTemplate.Of(operation);
        var request = new WireRequest
        {
            Method = operation.HttpMethod,
            Path = template.Expand(label => LabelValue(operation, members, label)),
            HostPrefix = HostPrefixes.Of(operation, input),
        };
        foreach (var pair in template.Query)
        {
            request.Query.Add(pair);
        }

        QueryStrings.Write(request.Query, members);
        request.Body = WriteMessage(request.Headers, operation.Input, members, RootOf(operation), InRequestBody, answersEmptyObject: false);
        if (operation.HttpChecksumRequired)
        {
            request.Headers["Content-MD5"] = ContentMd5(request.Body);
        }

        return request;
    }

    /// <inheritdoc/>
    public sealed override object ReadResponse(OperationModel operation, WireResponse response)
    {
        var output = operation.Output.Create();
        ReadMessage(operation.Output, response.Headers, response.Body, InResponseBody, output);
        foreach (var member in operation.Output.Members)
        {
            if (member.Location == MemberLocation.StatusCode)
            {
                member.Set(output, response.StatusCode);
            }
            else if (member.Location == MemberLocation.Headers && member.Target is MapShape map && member.Get(output) is null)
            {
                member.Set(output, map.Create()); // no header with the prefix: an answer too
            }
        }

        return RequestIds.Stamp(output, RequestIds.Of(response));
    }

    /// <inheritdoc/>
    public sealed override OperationModel? FindOperation(ServiceModel service, WireRequest request) => RestRouting.Find(service, request);

    /// <inheritdoc/>
    public sealed override object ReadRequest(OperationModel operation, WireRequest request)
    {
        var input = operation.Input.Create();
        var labels = UriTemplate.Of(operation).Match(request.Path)
            ?? throw new WireFormatException($"{request.Path} is not a path of {operation.Name}.");
        foreach (var member in operation.Input.Members)
        {
            if (member.Location == MemberLocation.Uri && labels.TryGetValue(WireNames.Of(member), out var text))
            {
                member.Set(input, ScalarText.Read(member, text));
            }
            else if (member.Location == MemberLocation.QueryString)
            {
                QueryStrings.Read(request.Query, member, input);
            }
        }

        ReadMessage(operation.Input, request.Headers, request.Body, InRequestBody, input);
        return input;
    }

    /// <inheritdoc/>
    public sealed override WireResponse WriteResponse(OperationModel operation, object output, string requestId)
    {
        var members = MemberValue.Of(operation.Output, output);
        var response = new WireResponse
        {
            StatusCode = members.FirstOrDefault(value => value.Member.Location == MemberLocation.StatusCode).Value as int? ?? operation.ResponseCode,
            Headers = { [RequestIds.Header] = requestId },
        };
        var root = operation.Output.LocationName ?? operation.Name + "Response";
        var space = operation.Output.XmlNamespace ?? (operation.Service.XmlNamespace is { } uri ? new XmlNamespace(uri) : null);
        response.Body = WriteMessage(response.Headers, operation.Output, members, (root, space), InResponseBody, operation.HasOutput && response.StatusCode != 204);
        return response;
    }

    /// <summary>The type of bodies that are no bare string or blob.</summary>
    private protected abstract string ContentType { get; }

    /// <summary>The structure's members as a body; null where the protocol sends none for a structure with nothing set.</summary>
    private protected abstract byte[]? WriteStructure((string Name, XmlNamespace? Namespace) root, IReadOnlyList<MemberValue> members);

    /// <summary>A payload that is neither string nor blob; the value may be null.</summary>
    private protected abstract byte[]? WritePayload(Member payload, object? value);

    private protected abstract void ReadStructure(ReadOnlyMemory<byte> body, IEnumerable<Member> members, object instance);

    private protected abstract object? ReadPayload(ReadOnlyMemory<byte> body, Member payload);

    /// <summary>Headers that belong to an error's members.</summary>
    private protected static Action<StructureShape, object> HeadersOf(WireResponse response) => (shape, detail) =>
    {
        foreach (var member in shape.Members)
        {
            HttpHeaders.Read(response.Headers, member, detail);
        }
    };

    private byte[] WriteMessage(
        IDictionary<string, string> headers,
        StructureShape shape,
        IReadOnlyList<MemberValue> members,
        (string Name, XmlNamespace? Namespace) root,
        Func<Member, bool> inBody,
        bool answersEmptyObject)
    {
        var (body, type) = WriteBody(shape, members, root, inBody, answersEmptyObject);
        if (type is not null)
        {
            headers["Content-Type"] = type;
        }

        // After the content type: a member that is bound to that header has the last word.
        foreach (var member in members)
        {
            HttpHeaders.Write(headers, member);
        }

        return body;
    }

    private (byte[] Body, string? Type) WriteBody(
        StructureShape shape, IReadOnlyList<MemberValue> members, (string Name, XmlNamespace? Namespace) root, Func<Member, bool> inBody, bool answersEmptyObject)
    {
        byte[]? structured = null;
        if (shape.Payload is not null && shape.Find(shape.Payload) is { } payload)
        {
            var value = members.FirstOrDefault(candidate => candidate.Member == payload).Value;
            switch (payload.Target.Kind)
            {
                case ShapeKind.Blob when value is Stream stream:
                    return (Blobs.ToArray(stream), "application/octet-stream");
                case ShapeKind.String when value is string text:
                    return (Encoding.UTF8.GetBytes(text), "text/plain");
                case not (ShapeKind.Blob or ShapeKind.String):
                    structured = WritePayload(payload, value);
                    break;
            }
        }
        else if (answersEmptyObject || shape.Members.Any(inBody))
        {
            structured = WriteStructure(root, [.. members.Where(value => inBody(value.Member))]);
        }

        return structured is null ? ([], null) : (structured, ContentType);
    }

    private void ReadMessage(StructureShape shape, IDictionary<string, string> headers, ReadOnlyMemory<byte> body, Func<Member, bool> inBody, object instance)
    {
        foreach (var member in shape.Members)
        {
            HttpHeaders.Read(headers, member, instance);
        }

        if (shape.Payload is null || shape.Find(shape.Payload) is not { } payload)
        {
            ReadStructure(body, shape.Members.Where(inBody), instance);
        }
        else if (!body.IsEmpty)
        {
            payload.Set(instance, payload.Target.Kind switch
            {
                ShapeKind.Blob => new MemoryStream(body.ToArray()),
                ShapeKind.String => Blobs.ToText(body),
                _ => ReadPayload(body, payload),
            });
        }
    }

    private static bool InRequestBody(Member member) => member.Location == MemberLocation.Body;

    /// <summary>A response has no path and no query: what a request would put there, it has in its body.</summary>
    private static bool InResponseBody(Member member) => member.Location is MemberLocation.Body or MemberLocation.Uri or MemberLocation.QueryString;

    private static (string Name, XmlNamespace? Namespace) RootOf(OperationModel operation) =>
        (operation.Input.LocationName ?? operation.InputLocationName ?? operation.Input.Name, operation.InputXmlNamespace ?? operation.Input.XmlNamespace ?? Default(operation.Service));

    private static XmlNamespace? Default(ServiceModel service) => service.XmlNamespace is { } uri ? new XmlNamespace(uri) : null;

    private static string LabelValue(OperationModel operation, IReadOnlyList<MemberValue> members, string label)
    {
        foreach (var (member, value) in members)
        {
            if (member.Location == MemberLocation.Uri && WireNames.Of(member) == label)
            {
                return ScalarText.Write(member, value, TimestampFormat.Iso8601) is { Length: > 0 } text
                    ? text
                    : throw new ArgumentException($"{operation.Name}: {member.Name} is part of the path and must not be empty.");
            }
        }

        throw new ArgumentException($"{operation.Name}: {label} is part of the path and must be set.");
    }

    // The header is defined as MD5; it guards against damage in transit, not against an attacker.
#pragma warning disable CA5351
    private static string ContentMd5(ReadOnlyMemory<byte> body) => Convert.ToBase64String(MD5.HashData(body.Span));
#pragma warning restore CA5351
}
