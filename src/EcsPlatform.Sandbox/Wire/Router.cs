using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Finds the service that a request is for: by its signature's scope, else by target, host name or action.</summary>
internal static class Router
{
    public static ServiceEntry? Find(WireRequest request, Scope? scope, string? operation)
    {
        if (scope is not null)
        {
            var signed = ServiceTable.All.Where(entry => entry.Model.SigningName == scope.Service).ToArray();
            return signed.FirstOrDefault(entry => operation is not null && entry.Model.Operations.ContainsKey(operation)) ?? signed.FirstOrDefault();
        }

        return ByTarget(request) ?? ByHost(request) ?? ByAction(operation);
    }

    private static ServiceEntry? ByTarget(WireRequest request) =>
        request.Headers.TryGetValue("X-Amz-Target", out var target)
            ? ServiceTable.All.FirstOrDefault(entry =>
                entry.Model.TargetPrefix is { } prefix && target.StartsWith(prefix + ".", StringComparison.Ordinal))
            : null;

    private static ServiceEntry? ByHost(WireRequest request) =>
        request.Headers.TryGetValue("Host", out var host)
            ? ServiceTable.All.FirstOrDefault(entry => host.StartsWith(entry.Model.EndpointPrefix + ".", StringComparison.OrdinalIgnoreCase))
            : null;

    private static ServiceEntry? ByAction(string? operation) =>
        operation is null ? null : ServiceTable.All.FirstOrDefault(entry => entry.Model.Operations.ContainsKey(operation));
}
