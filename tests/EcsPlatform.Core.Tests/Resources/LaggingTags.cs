using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace EcsPlatform.Core.Tests.Resources;

/// <summary>A tagging API that is behind: asked by ARN, it tells what it told when it last kept up, and nothing of what came later.</summary>
internal sealed class LaggingTags(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Dictionary<string, JsonNode> _told = new(StringComparer.Ordinal);

    public bool Lags { get; set; }

    /// <summary>It has not even heard of what it told before.</summary>
    public void Forget() => _told.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (!request.Headers.TryGetValues("X-Amz-Target", out var target) || !target.Single().EndsWith(".GetResources", StringComparison.Ordinal)
            || JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["ResourceARNList"] is not JsonArray arns)
        {
            return answer;
        }

        var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
        if (!Lags)
        {
            foreach (var mapping in told["ResourceTagMappingList"]!.AsArray())
            {
                _told[mapping!["ResourceARN"]!.GetValue<string>()] = mapping.DeepClone();
            }
        }

        told["ResourceTagMappingList"] = new JsonArray([.. arns.Select(arn => _told.GetValueOrDefault(arn!.GetValue<string>())?.DeepClone()).OfType<JsonNode>()]);
        answer.Content = new StringContent(told.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        return answer;
    }
}
