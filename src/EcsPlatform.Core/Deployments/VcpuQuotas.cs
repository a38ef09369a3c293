using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Amazon.ServiceQuotas.Model;
using EcsPlatform.Aws;

using Metric = Amazon.CloudWatch.Model.Metric;

namespace EcsPlatform.Core.Deployments;

/// <summary>How many vCPUs of a kind the account may run at once, and how many it runs.</summary>
/// <param name="Allowed">The quota.</param>
/// <param name="Used">What runs, as CloudWatch had it last: some minutes old.</param>
internal sealed record VcpuQuota(double Allowed, double Used);

/// <summary>Asks for the account's quotas of Fargate vCPUs (Service Quotas, service code fargate) and what is used of them (CloudWatch, namespace AWS/Usage).</summary>
internal sealed class VcpuQuotas(AwsClients aws, TimeProvider clock)
{
    private const int Period = 300; // seconds; the metric comes every few minutes

    // Amazon ECS Developer Guide, "Amazon ECS service quotas" and "AWS Fargate usage metrics".
    private static readonly Dictionary<string, (string Code, string Class)> Known = new(StringComparer.Ordinal)
    {
        [VcpuNeed.OnDemand] = ("L-3032A538", "Standard/OnDemand"),
        [VcpuNeed.Spot] = ("L-36FBB829", "Standard/Spot"),
    };

    /// <summary>The quota's code in Service Quotas.</summary>
    public static string CodeOf(string provider) => Known[provider].Code;

    /// <summary>Quotas by capacity provider, of those that could be asked for; and why others could not.</summary>
    public async Task<(IReadOnlyDictionary<string, VcpuQuota> Quotas, string? Unasked)> AskAsync(IEnumerable<string> providers, CancellationToken cancellation)
    {
        var asked = providers.Where(Known.ContainsKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (asked.Count == 0)
        {
            return (new Dictionary<string, VcpuQuota>(), null);
        }

        try
        {
            var usage = UsageAsync(asked, cancellation);
            var limits = Task.WhenAll(asked.Select(provider =>
                aws.ServiceQuotas.GetServiceQuotaAsync(new GetServiceQuotaRequest { ServiceCode = "fargate", QuotaCode = Known[provider].Code }, cancellation)).ToArray());
            await Task.WhenAll(usage, limits);
            var used = await usage;
            return (asked.Zip(await limits).Where(pair => pair.Second.Quota?.Value is not null)
                .ToDictionary(pair => pair.First, pair => new VcpuQuota(pair.Second.Quota.Value!.Value, used.GetValueOrDefault(pair.First)), StringComparer.Ordinal), null);
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            // Not allowed to ask, or an endpoint without the service: a deployment must not fail for want of a forecast.
            return (new Dictionary<string, VcpuQuota>(), (error as AmazonServiceException)?.ErrorCode ?? error.GetType().Name);
        }
    }

    private async Task<IReadOnlyDictionary<string, double>> UsageAsync(List<string> providers, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var answer = await aws.CloudWatch.GetMetricDataAsync(
            new GetMetricDataRequest
            {
                StartTime = now.AddMinutes(-15),
                EndTime = now.AddMinutes(1),
                MetricDataQueries = providers.ConvertAll(provider => new MetricDataQuery
                {
                    Id = provider.ToLowerInvariant(),
                    MetricStat = new MetricStat
                    {
                        Period = Period,
                        Stat = "Maximum",
                        Metric = new Metric
                        {
                            Namespace = "AWS/Usage",
                            MetricName = "ResourceCount",
                            Dimensions =
                            [
                                new Dimension { Name = "Service", Value = "Fargate" },
                                new Dimension { Name = "Type", Value = "Resource" },
                                new Dimension { Name = "Resource", Value = "vCPU" },
                                new Dimension { Name = "Class", Value = Known[provider].Class },
                            ],
                        },
                    },
                }),
            },
            cancellation);

        // Newest first; nothing where nothing runs.
        return providers.ToDictionary(
            provider => provider,
            provider => (answer.MetricDataResults ?? []).Find(result => result.Id == provider.ToLowerInvariant())?.Values?.FirstOrDefault() ?? 0,
            StringComparer.Ordinal);
    }
}
