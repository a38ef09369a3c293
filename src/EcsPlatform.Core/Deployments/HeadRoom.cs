using System.Globalization;
using Amazon.EC2.Model;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Deployments;

/// <summary>Whether new tasks find room beside the old ones: addresses in their subnets, and vCPUs that the account may run.</summary>
internal sealed class HeadRoom
{
    private readonly IReadOnlyDictionary<string, int> _addresses;
    private readonly IReadOnlyDictionary<string, VcpuQuota> _quotas;

    private HeadRoom(IReadOnlyDictionary<string, int> addresses, IReadOnlyDictionary<string, VcpuQuota> quotas)
    {
        _addresses = addresses;
        _quotas = quotas;
    }

    /// <summary>What could not be asked, in a sentence each.</summary>
    public IReadOnlyList<string> Unasked { get; private init; } = [];

    /// <summary>Asks for all of these services together: one call for their subnets, one for each quota that their tasks fall under, one for what is used of it.</summary>
    public static async Task<HeadRoom> AskAsync(AwsClients aws, TimeProvider clock, IReadOnlyList<(DeployedService Service, DeploymentChange Change)> deployments, CancellationToken cancellation)
    {
        var quotas = new VcpuQuotas(aws, clock).AskAsync(
            deployments.Where(deployment => VcpuNeed.NewTasks(deployment.Service, deployment.Change) > 0).SelectMany(deployment => VcpuNeed.ProvidersOf(deployment.Service)), cancellation);
        var addresses = await AddressesAsync(aws, deployments.Select(deployment => deployment.Service), cancellation);
        var (known, why) = await quotas;
        return new HeadRoom(addresses, known)
        {
            Unasked = why is null ? [] : [$"Whether the account's quota of Fargate vCPUs is enough was not asked ({why}); it takes servicequotas:GetServiceQuota and cloudwatch:GetMetricData."],
        };
    }

    /// <summary>Each new task takes an address.</summary>
    public IEnumerable<DeploymentProblem> Addresses(DeployedService service, DeploymentChange change)
    {
        var subnets = service.Service.NetworkConfiguration?.AwsvpcConfiguration?.Subnets ?? [];
        var tasks = change.DesiredCount ?? service.Service.DesiredCount ?? 0;
        var addresses = subnets.Sum(subnet => _addresses.GetValueOrDefault(subnet));
        if (subnets.Any(_addresses.ContainsKey) && addresses < tasks)
        {
            yield return new DeploymentProblem(
                "AddressesShort", service.Name, $"{tasks} new tasks need an address each; its subnets have {addresses} left.", "Free addresses, or lower the number of tasks.");
        }
    }

    /// <summary>Each new task takes vCPUs of a quota.</summary>
    /// <param name="service">Whose tasks they are.</param>
    /// <param name="own">vCPUs that it needs by capacity provider.</param>
    /// <param name="together">vCPUs that all need who start at the same time.</param>
    public IEnumerable<DeploymentProblem> Vcpus(DeployedService service, IReadOnlyDictionary<string, double> own, IReadOnlyDictionary<string, double> together)
    {
        foreach (var (provider, needed) in own.OrderBy(need => need.Key, StringComparer.Ordinal))
        {
            var all = Math.Max(needed, together.GetValueOrDefault(provider));
            if (_quotas.TryGetValue(provider, out var quota) && quota.Used + all > quota.Allowed)
            {
                yield return new DeploymentProblem(
                    "QuotaShort",
                    service.Name,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Its new tasks need {needed:0.##} vCPU of {provider} beside the old ones{(all > needed ? $", and all that are deployed with it {all:0.##}" : "")}; {quota.Used:0.##} of the {quota.Allowed:0.##} that the account may run are in use."),
                    $"Ask for more (Service Quotas, fargate, {VcpuQuotas.CodeOf(provider)}), deploy fewer services at a time, or accept this with -Accept QuotaShort.");
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, int>> AddressesAsync(AwsClients aws, IEnumerable<DeployedService> services, CancellationToken cancellation)
    {
        var ids = services.SelectMany(service => service.Service.NetworkConfiguration?.AwsvpcConfiguration?.Subnets ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<string, int>();
        }

        var answer = await aws.EC2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = ids }, cancellation);
        return (answer.Subnets ?? []).Where(subnet => subnet.AvailableIpAddressCount is not null)
            .ToDictionary(subnet => subnet.SubnetId, subnet => subnet.AvailableIpAddressCount!.Value, StringComparer.Ordinal);
    }
}
