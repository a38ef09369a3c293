using System.Reflection;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace EcsPlatform.Aws.Runtime;

/// <summary>What the configurations of the generated clients share: defaults, and endpoints by region.</summary>
public abstract class GeneratedClientConfig : ClientConfig
{
    private static readonly string OurUserAgent = InternalSDKUtils.BuildUserAgentString(
        "EcsPlatform", typeof(GeneratedClientConfig).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    private readonly string _endpointPrefix;

    /// <summary>For a service.</summary>
    /// <param name="serviceId">The model's service id, which names <c>AWS_ENDPOINT_URL_…</c> too.</param>
    /// <param name="endpointPrefix">First part of the host name.</param>
    /// <param name="signingName">The service's name in the signature.</param>
    /// <param name="isGlobal">One endpoint per partition.</param>
    protected GeneratedClientConfig(string serviceId, string endpointPrefix, string signingName, bool isGlobal)
        : base(new DefaultConfigurationProvider(Defaults))
    {
        _endpointPrefix = endpointPrefix;
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        EndpointProvider = new RegionalEndpoints(endpointPrefix, signingName, isGlobal);
    }

    /// <inheritdoc />
    public override string RegionEndpointServiceName => _endpointPrefix;

    /// <inheritdoc />
    public override string UserAgent => OurUserAgent;

    /// <inheritdoc />
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(WireEndpointResolver.Parameters(this, parameters.AlternateEndpoint?.SystemName));

    /// <summary>The defaults modes that every AWS SDK has (AWS SDKs and Tools reference guide, "Smart configuration defaults").</summary>
    private static IDefaultConfiguration[] Defaults =>
    [
        Mode(DefaultConfigurationMode.Standard, 3100),
        Mode(DefaultConfigurationMode.InRegion, 1100),
        Mode(DefaultConfigurationMode.CrossRegion, 3100),
        Mode(DefaultConfigurationMode.Mobile, 30000),
        Mode(DefaultConfigurationMode.Auto, 1100),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}
