using System.Security.Cryptography;
using System.Text;

namespace EcsPlatform.Core.Definition;

/// <summary>Gives every route its rule priority: the same on every run; when a service comes or goes, the others keep theirs unless two fall on one place.</summary>
/// <remarks>
/// The longer a path's fixed beginning, the earlier its rule, so that <c>/payments/refunds/*</c> wins over <c>/payments/*</c>;
/// a rule that also asks for a host comes before those that do not. Within a length the service's name picks the place.
/// </remarks>
public static class RoutePriorities
{
    /// <summary>The highest priority that ELBv2 takes (<c>CreateRule</c>).</summary>
    public const int Maximum = 50000;

    private const int LongestPath = 128;
    private const int Band = 190; // two times 129 lengths times 190 places fit below 50,000

    /// <summary>The priority of each service that has a route, by the service's name.</summary>
    public static IReadOnlyDictionary<string, int> Assign(IEnumerable<MicroserviceDefinition> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var routed = services.Where(service => service.Route is not null).DistinctBy(service => service.Name).ToList();
        var priorities = routed.Where(service => service.Route!.Priority is not null)
            .ToDictionary(service => service.Name, service => service.Route!.Priority!.Value);
        var taken = priorities.Values.ToHashSet();
        foreach (var service in routed.Where(service => service.Route!.Priority is null).OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            var priority = Preferred(service);
            while (!taken.Add(priority))
                priority = priority % Maximum + 1;
            priorities[service.Name] = priority;
        }
        return priorities;
    }

    private static int Preferred(MicroserviceDefinition service)
    {
        var route = service.Route!;
        var fixedLength = route.Paths.Count == 0 ? 0 : route.Paths.Min(path => path.AsSpan().IndexOfAny('*', '?') is var at && at >= 0 ? at : path.Length);
        var band = LongestPath - Math.Min(fixedLength, LongestPath) + (route.Hosts.Count > 0 ? 0 : LongestPath + 1);
        var place = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(service.Name)), 0) % Band;
        return (band * Band) + (int)place + 1;
    }
}
