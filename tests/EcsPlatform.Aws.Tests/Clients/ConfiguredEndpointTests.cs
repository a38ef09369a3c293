using Amazon.Runtime;

namespace EcsPlatform.Aws.Tests.Clients;

/// <summary>Runs alone: environment variables belong to the whole process.</summary>
[CollectionDefinition(nameof(ConfiguredEndpointTests), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(ConfiguredEndpointTests))]
public sealed class ConfiguredEndpointTests : IDisposable
{
    private readonly StubHandler _aws = new();

    [Theory]
    [InlineData("AWS_ENDPOINT_URL", false, "vpce.example")]
    [InlineData("AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API", false, "vpce.example")]
    [InlineData("AWS_ENDPOINT_URL_ECS", false, "tagging.eu-west-1.amazonaws.com")]
    [InlineData("AWS_ENDPOINT_URL", true, "tagging.eu-west-1.amazonaws.com")]
    public async Task A_configured_endpoint_is_used_unless_told_otherwise(string variable, bool ignore, string host)
    {
        Environment.SetEnvironmentVariable(variable, "https://vpce.example");
        using var clients = new AwsClients(new AwsClientOptions
        {
            Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            Region = "eu-west-1",
            IgnoreConfiguredEndpointUrls = ignore,
            Handler = _aws,
        });
        _aws.Json("""{"TagKeys":[]}""");

        await clients.ResourceGroupsTaggingAPI.GetTagKeysAsync(new(), TestContext.Current.CancellationToken);

        _aws.Sent.Single().Request.RequestUri!.Host.ShouldBe(host);
        _aws.Sent.Single().Request.Headers.GetValues("Authorization").Single().ShouldContain("/eu-west-1/tagging/");
    }

    public void Dispose()
    {
        foreach (var variable in new[] { "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ECS", "AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API" })
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }
}
