using System.Net;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Hands an HTTP client's requests to the sandbox, in this process and on the caller's thread.</summary>
internal sealed class SandboxHandler(CallPipeline pipeline) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var answer = await pipeline.AnswerAsync(ToWire(request, body), cancellationToken);
        return ToHttp(request, answer);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    private static WireRequest ToWire(HttpRequestMessage request, byte[] body)
    {
        var uri = request.RequestUri!;
        var wire = new WireRequest { Method = request.Method.Method, Path = uri.AbsolutePath, Body = body };
        QueryString.Read(uri.Query, wire.Query);
        wire.Headers["Host"] = request.Headers.Host ?? uri.Authority;
        var headers = request.Content is null ? request.Headers.NonValidated.AsEnumerable() : request.Headers.NonValidated.Concat(request.Content.Headers.NonValidated);
        foreach (var (name, values) in headers)
        {
            wire.Headers[name] = values.ToString();
        }

        return wire;
    }

    private static HttpResponseMessage ToHttp(HttpRequestMessage request, WireResponse answer)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.StatusCode)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
