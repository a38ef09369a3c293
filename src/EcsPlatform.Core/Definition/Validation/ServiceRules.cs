namespace EcsPlatform.Core.Definition.Validation;

/// <summary>What a service says about itself as a whole: name, logs, ways out.</summary>
internal static class ServiceRules
{
    private const int MostGroupRules = 60; // Amazon VPC quotas: outbound rules per security group

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        definition.Services.Twice("services", service => service.Name, "service.twice", ".name", problems);
        foreach (var (service, path) in definition.EachService())
        {
            if (!LogRetention.Days.Contains(service.LogRetentionDays))
                problems.Add("service.log-retention", $"{path}.logRetentionDays", service.Name, service.LogRetentionDays, string.Join(", ", LogRetention.Days));
            Egress(service, $"{path}.egress", problems);
        }
    }

    private static void Egress(MicroserviceDefinition service, string path, ProblemList problems)
    {
        foreach (var (rule, at) in service.Egress.Each(path))
        {
            if (!Cidr.TryParse(rule.Cidr, out var cidr))
                problems.Add("cidr.syntax", $"{at}.cidr", rule.Cidr);
            else if (!cidr.IsAligned)
                problems.Add("cidr.aligned", $"{at}.cidr", rule.Cidr, cidr.Aligned);
        }
        service.Egress.Twice(path, rule => $"{rule.Cidr} port {rule.Port}", "egress.twice", "", problems);
        if (service.Egress.Count + service.Calls.Count + 1 > MostGroupRules)
            problems.Add("egress.many", path, service.Name, service.Egress.Count, service.Calls.Count, MostGroupRules);
    }
}
