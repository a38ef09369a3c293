using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Resources.Ec2;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Who may talk to whom: a service lets in the load balancer and its callers on its port, and nobody else; nothing goes out that was not asked for.</summary>
internal static class SecurityGroupBlueprint
{
    private const int MostRules = 60; // EC2 quota, rules per security group and direction

    public static IReadOnlyDictionary<string, (SecurityGroupResource Group, SecurityGroupRulesResource Rules)> Add(
        BlueprintContext context,
        NetworkParts network,
        LoadBalancerParts? loadBalancer)
    {
        var services = context.Builds(PlatformParts.Services) ? context.Definition.Services : [];
        var groups = services.ToDictionary(
            service => service.Name,
            service => context.Add(new SecurityGroupResource
            {
                Key = service.Name,
                Name = context.Names.ForService(ResourceType.SecurityGroup, service.Name),
                Service = service.Name,
                Tags = context.Definition.Tags,
                Vpc = network.Vpc,
                Description = $"Tasks of {service.Name}",
            }),
            StringComparer.Ordinal);
        if (loadBalancer is not null)
        {
            AddLoadBalancerRules(context, network, loadBalancer, groups);
        }

        return services.ToDictionary(service => service.Name, service => (groups[service.Name], AddServiceRules(context, service, loadBalancer, groups)), StringComparer.Ordinal);
    }

    private static void AddLoadBalancerRules(BlueprintContext context, NetworkParts network, LoadBalancerParts loadBalancer, Dictionary<string, SecurityGroupResource> groups)
    {
        var settings = context.Definition.LoadBalancer!;
        var routed = context.Definition.Services.Where(service => service is { Route: not null, Port: not null } && groups.ContainsKey(service.Name)).ToList();
        context.Add(new SecurityGroupRulesResource
        {
            Key = loadBalancer.SecurityGroup.Key,
            Name = loadBalancer.SecurityGroup.Name,
            Group = loadBalancer.SecurityGroup,
            Ingress =
            [
                .. settings.Listeners.SelectMany(listener => settings.IngressCidrs.Select(cidr =>
                    new SecurityGroupRule(listener.Port, $"Clients to port {listener.Port}") { Cidr = cidr })),
            ],
            // More services than a group takes rules: then by address, to the tasks' subnets, one rule per port and subnet.
            Egress = routed.Count <= MostRules
                ? [.. routed.Select(service => new SecurityGroupRule(service.Port!.Value, $"To {service.Name}") { Group = groups[service.Name] })]
                : [.. routed.Select(service => service.Port!.Value).Distinct().SelectMany(port =>
                    network.PrivateSubnets.Select(subnet => new SecurityGroupRule(port, "To the tasks") { Cidr = subnet.Cidr }))],
        });
    }

    private static SecurityGroupRulesResource AddServiceRules(
        BlueprintContext context,
        MicroserviceDefinition service,
        LoadBalancerParts? loadBalancer,
        Dictionary<string, SecurityGroupResource> groups)
    {
        var callers = context.Definition.Services.Where(caller => caller.Calls.Contains(service.Name, StringComparer.Ordinal));
        var callees = service.Calls.Select(name => context.Definition.Services.First(callee => callee.Name == name)).Where(callee => callee.Port is not null);
        var ingress = new List<SecurityGroupRule>();
        if (service.Port is { } port)
        {
            if (service.Route is not null && loadBalancer is not null)
            {
                ingress.Add(new SecurityGroupRule(port, "From the load balancer") { Group = loadBalancer.SecurityGroup });
            }

            ingress.AddRange(callers.Select(caller => new SecurityGroupRule(port, $"From {caller.Name}") { Group = groups[caller.Name] }));
        }

        var egress = callees.Select(callee => new SecurityGroupRule(callee.Port!.Value, $"To {callee.Name}") { Group = groups[callee.Name] })
            .Concat(service.Egress.Select(rule => new SecurityGroupRule(rule.Port, rule.Description ?? "Asked for in the definition") { Cidr = rule.Cidr }));
        if (service.HttpsEgress)
        {
            egress = egress.Append(new SecurityGroupRule(443, "Images, logs, secrets and HTTPS APIs") { Cidr = "0.0.0.0/0" });
        }

        return context.Add(new SecurityGroupRulesResource
        {
            Key = service.Name,
            Name = groups[service.Name].Name,
            Service = service.Name,
            Group = groups[service.Name],
            Ingress = ingress,
            Egress = [.. egress.DistinctBy(rule => (rule.Port, rule.Cidr, rule.Group))],
        });
    }
}
