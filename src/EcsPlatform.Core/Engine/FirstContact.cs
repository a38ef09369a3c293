using System.Net.Sockets;

namespace EcsPlatform.Core.Engine;

/// <summary>Nobody is there: the very first call found no one to talk to. Not tried again; later in a run it would be weather.</summary>
/// <param name="endpoint">Who was called.</param>
/// <param name="cause">What the network said.</param>
public sealed class EndpointUnreachableException(Uri endpoint, HttpRequestException cause) : Exception(
    $"{endpoint.GetLeftPart(UriPartial.Authority)} cannot be reached: {(cause.InnerException as SocketException)?.Message ?? cause.Message}.", cause);

/// <summary>Tells a wrong address from bad weather: as long as nothing has ever answered, no connection means a wrong address.</summary>
internal sealed class FirstContact(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _made;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            _made = true;
            return answer;
        }
        catch (HttpRequestException error) when (!_made && error.HttpRequestError is (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError))
        {
            throw new EndpointUnreachableException(request.RequestUri!, error);
        }
    }
}
