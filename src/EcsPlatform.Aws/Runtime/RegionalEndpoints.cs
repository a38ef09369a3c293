using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace EcsPlatform.Aws.Runtime;

/// <summary>A service's address in a region: <c>https://ecs.eu-west-1.amazonaws.com</c>, or the partition's one address for IAM.</summary>
/// <param name="prefix">The model's <c>endpointPrefix</c>.</param>
/// <param name="isGlobal">The service has one endpoint per partition, signed for the partition's home region.</param>
internal sealed class RegionalEndpoints(string prefix, bool isGlobal) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } configured)
        {
            return new Endpoint(configured);
        }

        var region = parameters["Region"] as string ?? throw new Amazon.Runtime.AmazonClientException(
            "No region is set. Give one, or set AWS_REGION or the profile's region.");
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
        var scheme = $$"""{"authSchemes":[{"name":"sigv4","signingName":"{{prefix}}","signingRegion":"{{region}}"}]}""";
        return new Endpoint($"https://{host}.{suffix}", scheme, "{}");
    }
}
