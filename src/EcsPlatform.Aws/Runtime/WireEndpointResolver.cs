using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace EcsPlatform.Aws.Runtime;

/// <summary>The pipeline's step that gives a request its endpoint.</summary>
internal sealed class WireEndpointResolver : BaseEndpointResolver
{
    /// <summary>What an endpoint depends on.</summary>
    public static EndpointParameters Parameters(IClientConfig config, string? region)
    {
        region ??= config.RegionEndpoint?.SystemName;
        if (region is null && !string.IsNullOrEmpty(config.ServiceURL))
        {
            region = !string.IsNullOrEmpty(config.AuthenticationRegion) ? config.AuthenticationRegion : AWSSDKUtils.DetermineRegion(config.ServiceURL);
        }

        return new EndpointParameters
        {
            ["Region"] = region,
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["Endpoint"] = config.ServiceURL,
        };
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        Parameters(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint?.SystemName);

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
        InjectHostPrefix(executionContext.RequestContext);
}
