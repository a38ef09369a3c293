using System.Text;
using System.Text.RegularExpressions;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>What a request calls its operation, found without a model.</summary>
internal static partial class RequestedOperation
{
    public static string? Of(WireRequest request)
    {
        if (request.Headers.TryGetValue("X-Amz-Target", out var target))
        {
            return target[(target.LastIndexOf('.') + 1)..];
        }

        if (RpcPath().Match(request.Path) is { Success: true } rpc)
        {
            return rpc.Groups[1].Value;
        }

        var action = request.Query.FirstOrDefault(pair => pair.Key == "Action").Value;
        return action ?? (request.Path == "/" && FormAction().Match(Encoding.UTF8.GetString(request.Body.Span)) is { Success: true } form
            ? form.Groups[1].Value
            : null);
    }

    [GeneratedRegex("(?:^|&)Action=([A-Za-z0-9]+)")]
    private static partial Regex FormAction();

    [GeneratedRegex("/operation/([A-Za-z0-9]+)$")]
    private static partial Regex RpcPath();
}
