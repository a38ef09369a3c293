namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Routes that the load balancer can hold and that do not take each other's requests.</summary>
internal static class RouteRules
{
    private const int MostValues = 5; // Application Load Balancer quotas: condition values per rule
    private const int MostRules = 100; // Application Load Balancer quotas: rules, without the default one

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        var routed = definition.EachService().Where(entry => entry.Service.Route is not null).ToList();
        foreach (var (service, path) in routed)
        {
            if (definition.LoadBalancer is null)
                problems.Add("route.no-load-balancer", $"{path}.route", service.Name);
            if (service.Port is null)
                problems.Add("route.no-port", $"{path}.route", service.Name);
            if (service.TargetHealth.TimeoutSeconds >= service.TargetHealth.IntervalSeconds)
                problems.Add("target-health.timeout", $"{path}.targetHealth.timeoutSeconds", service.Name, service.TargetHealth.TimeoutSeconds, service.TargetHealth.IntervalSeconds);
            Route(service, service.Route!, $"{path}.route", problems);
        }
        if (routed.Count > MostRules)
            problems.Add("route.many", "services", routed.Count, MostRules);
        Clashes(routed, problems);
    }

    private static void Route(MicroserviceDefinition service, RouteDefinition route, string path, ProblemList problems)
    {
        if (route.Paths.Count == 0)
            problems.Add("route.no-paths", path, service.Name);
        if (route.Paths.Count + route.Hosts.Count > MostValues)
            problems.Add("route.values", path, service.Name, route.Paths.Count, route.Hosts.Count, MostValues);
        foreach (var (pattern, at) in route.Paths.Each($"{path}.paths"))
        {
            if (!pattern.Matches(DefinitionPatterns.RoutePath))
                problems.Add("route.path", at, service.Name, pattern);
        }
        foreach (var (host, at) in route.Hosts.Each($"{path}.hosts"))
        {
            if (!host.Matches(DefinitionPatterns.RouteHost))
                problems.Add("route.host", at, service.Name, host);
        }
        route.Paths.Twice($"{path}.paths", pattern => pattern, "route.path-twice", "", problems);
        route.Hosts.Twice($"{path}.hosts", host => host.ToLowerInvariant(), "route.host-twice", "", problems);
    }

    private static void Clashes(List<(MicroserviceDefinition Service, string Path)> routed, ProblemList problems)
    {
        var conditions = new Dictionary<(string Path, string Host), string>();
        var priorities = new Dictionary<int, string>();
        foreach (var (service, path) in routed)
        {
            var route = service.Route!;
            var hosts = route.Hosts.Count > 0 ? route.Hosts.Select(host => host.ToLowerInvariant()).Distinct().ToList() : ["any host"];
            foreach (var (pattern, at) in route.Paths.Each($"{path}.route.paths").DistinctBy(entry => entry.Item))
            {
                foreach (var host in hosts)
                {
                    if (!conditions.TryAdd((pattern, host), service.Name))
                        problems.Add("route.clash", at, service.Name, pattern, host, conditions[(pattern, host)]);
                }
            }
            if (route.Priority is { } priority && !priorities.TryAdd(priority, service.Name))
                problems.Add("route.priority-twice", $"{path}.route.priority", service.Name, priority, priorities[priority]);
        }
    }
}
