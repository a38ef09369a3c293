using System.Net;
using System.Text;

namespace EcsPlatform.Aws.Tests.Clients;

/// <summary>Answers every request at once, from a queue, and keeps what was sent.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly Queue<(HttpStatusCode Status, string Body, string Type)> _answers = new();

    public List<(HttpRequestMessage Request, string Body)> Sent { get; } = [];

    public StubHandler Json(string body, HttpStatusCode status = HttpStatusCode.OK) => Then(status, body, "application/x-amz-json-1.1");

    public StubHandler Xml(string body, HttpStatusCode status = HttpStatusCode.OK) => Then(status, body, "text/xml");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        Sent.Add((request, Encoding.UTF8.GetString(body.ToArray())));
        var (status, text, type) = _answers.Dequeue();
        var response = new HttpResponseMessage(status) { RequestMessage = request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        response.Headers.Add("x-amzn-RequestId", "id-" + Sent.Count);
        return Task.FromResult(response);
    }

    private StubHandler Then(HttpStatusCode status, string body, string type)
    {
        _answers.Enqueue((status, body, type));
        return this;
    }
}
