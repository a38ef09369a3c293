using Amazon.Runtime;
using Amazon.SecurityToken;

namespace EcsPlatform.Sandbox.Tests;

/// <summary>Official clients on a sandbox in this process, without retries of their own.</summary>
internal static class SandboxClients
{
    public static BasicAWSCredentials Credentials { get; } = new("AKIDSANDBOX", "secret");

    public static AmazonSecurityTokenServiceClient Sts(this AwsSandbox sandbox, string region = "eu-west-1") =>
        new(Credentials, Configure(new AmazonSecurityTokenServiceConfig(), sandbox, region));

    public static T Configure<T>(T config, AwsSandbox sandbox, string region)
        where T : ClientConfig
    {
        config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new Factory(sandbox);
        return config;
    }

    private sealed class Factory(AwsSandbox sandbox) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(sandbox.CreateHandler());

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
