using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Finds the operation that a REST request asks for.</summary>
internal static class RestRouting
{
    public static OperationModel? Find(ServiceModel service, WireRequest request) => service.Operations.Values
        .Where(operation => Matches(operation, request))
        .OrderBy(operation => LacksRequired(operation, request))
        .ThenByDescending(operation => UriTemplate.Of(operation).Literals)
        .ThenByDescending(operation => Fixed(operation).Count())
        .ThenByDescending(operation => Bound(operation).Count(member => member.Required))
        .FirstOrDefault();

    private static bool Matches(OperationModel operation, WireRequest request) =>
        operation.HttpMethod == request.Method
        && UriTemplate.Of(operation).Match(request.Path) is not null
        && Fixed(operation).All(pair => request.Query.Contains(pair))
        && request.Query.All(pair => pair.Value.Length > 0 || Knows(operation, pair.Key));

    /// <summary>The fixed query, but for "x-id=…", which some SDKs add and others do not.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Fixed(OperationModel operation) =>
        UriTemplate.Of(operation).Query.Where(pair => pair.Key != "x-id");

    /// <summary>"?versioning" without a value names a resource of its own: an operation that does not know it is not meant.</summary>
    private static bool Knows(OperationModel operation, string parameter) =>
        UriTemplate.Of(operation).Query.Any(pair => pair.Key == parameter)
        || Bound(operation).Any(member => member.Target is MapShape || WireNames.Of(member) == parameter);

    /// <summary>CopyObject is PutObject with a header, UploadPart is PutObject with parameters: what must be there tells them apart.</summary>
    private static bool LacksRequired(OperationModel operation, WireRequest request) => Bound(operation).Any(member => member.Required && (
        member.Location == MemberLocation.Header
            ? !request.Headers.ContainsKey(WireNames.Of(member))
            : member.Target is not MapShape && request.Query.All(pair => pair.Key != WireNames.Of(member))));

    private static IEnumerable<Member> Bound(OperationModel operation) =>
        operation.Input.Members.Where(member => member.Location is MemberLocation.Header or MemberLocation.QueryString);
}
