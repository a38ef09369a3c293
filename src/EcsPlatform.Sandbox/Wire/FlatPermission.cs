using System.Text;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>
/// Ingress rules can be given flat too (IpProtocol, FromPort, ToPort, CidrIp); AWSSDK's request types leave that form out, so it is
/// written as what it means, a permission with one range. Egress has no flat form ("not supported", API reference).
/// </summary>
internal static class FlatPermission
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["IpProtocol"] = "IpPermissions.1.IpProtocol",
        ["FromPort"] = "IpPermissions.1.FromPort",
        ["ToPort"] = "IpPermissions.1.ToPort",
        ["CidrIp"] = "IpPermissions.1.IpRanges.1.CidrIp",
    };

    public static void Widen(string operation, WireRequest request)
    {
        if (operation is not ("AuthorizeSecurityGroupIngress" or "RevokeSecurityGroupIngress"))
        {
            return;
        }

        var form = Encoding.UTF8.GetString(request.Body.Span);
        if (form.Contains("&CidrIp=", StringComparison.Ordinal) && !form.Contains("&IpPermissions.", StringComparison.Ordinal))
        {
            request.Body = Encoding.UTF8.GetBytes(string.Join('&', form.Split('&').Select(Renamed)));
        }
    }

    private static string Renamed(string parameter)
    {
        var name = parameter.Split('=')[0];
        return Names.TryGetValue(name, out var full) ? full + parameter[name.Length..] : parameter;
    }
}
