using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Export;

/// <summary>What is to become of a load balancer's listeners; what is left out stays.</summary>
public sealed record ListenerEdit
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>The certificate with which production traffic is served on 443, whereto 80 redirects.</summary>
    public string? CertificateArn { get; init; }

    /// <summary>The port for test traffic, in the place of the one that is there; 0 for none.</summary>
    public int? TestPort { get; init; }

    /// <summary>The listeners as they are to be. Test traffic is encrypted where production traffic is, and with the same certificate.</summary>
    public IReadOnlyList<ListenerDefinition> Of(IReadOnlyList<ListenerDefinition> former)
    {
        ArgumentNullException.ThrowIfNull(former);
        if (CertificateArn is null && TestPort is null)
        {
            return former;
        }

        ListenerDefinition[] production = CertificateArn is null ? [.. former.Where(listener => !listener.Test)] :
        [
            new ListenerDefinition { Port = HttpPort, RedirectToPort = HttpsPort },
            new ListenerDefinition { Port = HttpsPort, Protocol = ListenerProtocol.Https, CertificateArn = CertificateArn },
        ];
        var secure = production.FirstOrDefault(listener => listener.Protocol == ListenerProtocol.Https);
        var tests = TestPort switch
        {
            null => former.Where(listener => listener.Test),
            0 => [],
            { } port => [new ListenerDefinition { Port = port, Test = true }],
        };
        return [.. production, .. tests.Select(test => test with { Protocol = secure?.Protocol ?? ListenerProtocol.Http, CertificateArn = secure?.CertificateArn })];
    }
}
