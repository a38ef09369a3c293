using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Services in an order in which each comes after those that it calls, as far as that goes: where calls lead in a circle, the one that closes it is late.</summary>
internal static class CallOrder
{
    /// <summary>The services, callees first, each with those of its callees that come only after it.</summary>
    public static IReadOnlyList<(MicroserviceDefinition Service, IReadOnlyCollection<string> Late)> Of(IReadOnlyList<MicroserviceDefinition> services)
    {
        var byName = services.ToDictionary(service => service.Name, StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<(MicroserviceDefinition, IReadOnlyCollection<string>)>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            Visit(service);
        }

        return ordered;

        void Visit(MicroserviceDefinition service)
        {
            if (!begun.Add(service.Name))
            {
                return;
            }

            var late = new List<string>();
            foreach (var callee in service.Calls.Where(byName.ContainsKey))
            {
                Visit(byName[callee]);
                if (!placed.Contains(callee))
                {
                    late.Add(callee);
                }
            }

            ordered.Add((service, late));
            placed.Add(service.Name);
        }
    }
}
