using System.Net;
using System.Net.Http.Headers;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox.Tests;

/// <summary>What a service refused.</summary>
public sealed class RefusalException(WireError error) : Exception($"{error.Code}: {error.Message}")
{
    public string Code { get; } = error.Code;

    public string Said { get; } = error.Message;

    public int Status { get; } = error.StatusCode;
}

/// <summary>Calls single operations over the wire, without a client's retries and pipeline.</summary>
internal static class SandboxCaller
{
    /// <summary>Calls on the sandbox's virtual clock and waits for the answer.</summary>
    public static TResponse Call<TRequest, TResponse>(
        this AwsSandbox sandbox, OperationModel<TRequest, TResponse> operation, TRequest request, string region = "us-east-1")
        where TRequest : class
        where TResponse : class =>
        ((VirtualClock)sandbox.Clock).Run(() => sandbox.CallAsync(operation, request, region));

    public static RefusalException Refuses<TRequest, TResponse>(
        this AwsSandbox sandbox, OperationModel<TRequest, TResponse> operation, TRequest request, string region = "us-east-1")
        where TRequest : class
        where TResponse : class =>
        Should.Throw<RefusalException>(() => sandbox.Call(operation, request, region));

    public static async Task<TResponse> CallAsync<TRequest, TResponse>(
        this AwsSandbox sandbox,
        OperationModel<TRequest, TResponse> operation,
        TRequest request,
        string region = "us-east-1",
        CancellationToken cancellation = default)
        where TRequest : class
        where TResponse : class
    {
        using var http = new HttpClient(sandbox.CreateHandler());
        using var message = Message(operation, request, region);
        using var answer = await http.SendAsync(message, cancellation);
        var wire = new WireResponse { StatusCode = (int)answer.StatusCode, Body = await answer.Content.ReadAsByteArrayAsync(cancellation) };
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            wire.Headers[name] = string.Join(',', values);
        }

        var protocol = WireProtocol.For(operation.Service.Protocol);
        return answer.StatusCode < HttpStatusCode.BadRequest
            ? (TResponse)protocol.ReadResponse(operation, wire)
            : throw new RefusalException(protocol.ReadError(operation, wire));
    }

    public static HttpRequestMessage Message(OperationModel operation, object request, string region)
    {
        var wire = WireProtocol.For(operation.Service.Protocol).WriteRequest(operation, request);
        var query = string.Join('&', wire.Query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var message = new HttpRequestMessage(
            new HttpMethod(wire.Method), $"https://{operation.Service.EndpointPrefix}.{region}.amazonaws.com{wire.Path}{(query.Length > 0 ? "?" : "")}{query}")
        {
            Content = new ByteArrayContent(wire.Body.ToArray()),
        };
        message.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKIDSANDBOX/20270101/{region}/{operation.Service.SigningName}/aws4_request, SignedHeaders=host, Signature=00");
        foreach (var (name, value) in wire.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
        }

        return message;
    }
}
