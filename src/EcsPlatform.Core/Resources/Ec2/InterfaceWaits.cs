using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Ec2;

/// <summary>Waits for network interfaces: tasks, load balancers and NAT gateways let go of theirs some time after they are gone themselves, and hold subnets and groups until then.</summary>
internal static class InterfaceWaits
{
    // Lambda lets go of the interfaces of a function in a VPC up to 45 minutes after the function (Lambda Developer Guide, "Hyperplane ENIs": 20 minutes, and more under load).
    private static readonly PollSchedule Schedule = PollSchedule.Default with { Timeout = TimeSpan.FromMinutes(50) };

    private const int FilterValues = 200; // most values of one filter (EC2 API, "Filter your resources")

    /// <summary>Deletes a subnet or a security group as soon as no interface in it is in use.</summary>
    /// <param name="context">The step's context.</param>
    /// <param name="filter">"subnet-id" or "group-id".</param>
    /// <param name="id">The subnet or the group.</param>
    /// <param name="delete">The deletion.</param>
    public static async Task DeleteWhenFreeAsync(this ApplyContext context, string filter, string id, Func<Task> delete)
    {
        await InterfacesGoneAsync(context, filter, id);
        await delete();
    }

    private static Task InterfacesGoneAsync(ApplyContext context, string filter, string id) =>
        context.Waits
            .Poll<List<NetworkInterface>>($"network interfaces by {filter}", (ids, cancellation) => ReadAsync(context, filter, ids, cancellation), Schedule)
            .UntilAsync(id, interfaces =>
            {
                if (interfaces is not { Count: > 0 })
                {
                    return true;
                }

                context.Waiting(interfaces is [var last]
                    ? $"a network interface still holds {id}: {Describe(last)}"
                    : $"{interfaces.Count} network interfaces still hold {id}, among them {Describe(interfaces[0])}");
                return false;
            });

    private static async Task<IReadOnlyDictionary<string, List<NetworkInterface>>> ReadAsync(ApplyContext context, string filter, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, List<NetworkInterface>>(StringComparer.Ordinal);
        foreach (var chunk in ids.Chunk(FilterValues))
        {
            var interfaces = await Pages.AllAsync(
                next => context.Aws.EC2.DescribeNetworkInterfacesAsync(
                    new DescribeNetworkInterfacesRequest { Filters = [new Filter { Name = filter, Values = [.. chunk] }], NextToken = next },
                    cancellation),
                page => page.NetworkInterfaces,
                page => page.NextToken);
            foreach (var networkInterface in interfaces.Where(candidate => candidate.Status != NetworkInterfaceStatus.Available))
            {
                var owners = filter == "subnet-id" ? [networkInterface.SubnetId] : (networkInterface.Groups ?? []).Select(group => group.GroupId);
                foreach (var owner in owners)
                {
                    (found.TryGetValue(owner, out var list) ? list : found[owner] = []).Add(networkInterface);
                }
            }
        }

        return found;
    }

    /// <summary>What the interface belongs to: "ELB app/alb-payments-dev/0a1", or the ARN's end for a task's.</summary>
    private static string Describe(NetworkInterface networkInterface) =>
        $"{networkInterface.NetworkInterfaceId} ({(networkInterface.Description?.StartsWith("arn:aws:ecs:", StringComparison.Ordinal) == true ? "a task" : networkInterface.Description)})";
}
