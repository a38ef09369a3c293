using Amazon.Runtime;

namespace EcsPlatform.Aws.Runtime;

/// <summary>Sends all of the SDK's HTTP through one handler, which stays its owner's.</summary>
internal sealed class HandlerHttpClientFactory(HttpMessageHandler handler) : HttpClientFactory, IDisposable
{
    // No time-out of HttpClient's own: it would run on the real clock.
    private readonly HttpClient _client = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();
}
