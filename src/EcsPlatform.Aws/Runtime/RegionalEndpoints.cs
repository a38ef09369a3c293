using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace EcsPlatform.Aws.Runtime;

/// <summary>A service's address in a region: <c>https://ecs.eu-west-1.amazonaws.com</c>, or the partition's one address for IAM.</summary>
/// <param name="prefix">The model's <c>endpointPrefix</c>.</param>
/// <param name="signingName">The service's name in the signature.</param>
/// <param name="isGlobal">The service has one endpoint per partition, signed for the partition's home region.</param>
internal sealed class RegionalEndpoints(string prefix, string signingName, bool isGlobal) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var region = parameters["Region"] as string;
        if (parameters["Endpoint"] is string { Length: > 0 } configured)
        {
            // Without a scheme of ours the signer would guess the region from the address.
            return region is null ? new Endpoint(configured) : new Endpoint(configured, Scheme(region), "{}");
        }

        if (region is null)
        {
            throw new AmazonClientException("No region is set. Give one, or set AWS_REGION or the profile's region.");
        }

        var partition = Fn.Partition(region);
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;
        var suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return isGlobal ? Global(partition, suffix, fips) : new Endpoint($"https://{Host(fips, dualStack)}.{region}.{suffix}");
    }

    // ECR drops its "api." on the FIPS and dual-stack names.
    private string Host(bool fips, bool dualStack) => (fips || dualStack, prefix) switch
    {
        (true, "api.ecr") => fips ? "ecr-fips" : "ecr",
        _ => fips ? prefix + "-fips" : prefix,
    };

    private Endpoint Global(Partition partition, string suffix, bool fips)
    {
        var (host, region) = partition.name switch
        {
            "aws" => (fips ? prefix + "-fips" : prefix, "us-east-1"),
            "aws-us-gov" => (prefix + ".us-gov", "us-gov-west-1"),
            _ => ($"{prefix}.{partition.implicitGlobalRegion}", partition.implicitGlobalRegion),
        };
        return new Endpoint($"https://{host}.{suffix}", Scheme(region), "{}");
    }

    private string Scheme(string region) =>
        $$"""{"authSchemes":[{"name":"sigv4","signingName":"{{signingName}}","signingRegion":"{{region}}"}]}""";
}
