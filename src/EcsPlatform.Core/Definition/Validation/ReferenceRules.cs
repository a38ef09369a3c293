namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Calls and policies that lead to something.</summary>
internal static class ReferenceRules
{
    private const int MostCallers = 59; // Amazon VPC quotas: 60 inbound rules per security group, one is the load balancer's
    private const int MostPolicies = 20; // one inline policy per name; keeps a task role below IAM's 10,240 characters

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        var services = definition.Services.Select(service => service.Name).ToList();
        var policies = definition.Policies.Select(policy => policy.Name).ToList();
        foreach (var (service, path) in definition.EachService())
        {
            foreach (var (callee, at) in service.Calls.Each($"{path}.calls"))
                Call(definition, service, callee, at, services, problems);
            foreach (var (policy, at) in service.Policies.Each($"{path}.policies"))
            {
                if (!policies.Contains(policy))
                    problems.Add("service.policy-unknown", at, service.Name, policy, Spelling.DidYouMean(policy, policies));
            }
            service.Calls.Twice($"{path}.calls", callee => callee, "service.call-twice", "", problems);
            service.Policies.Twice($"{path}.policies", policy => policy, "service.policy-twice", "", problems);
            var callers = definition.Services.Count(other => other.Calls.Contains(service.Name));
            if (callers > MostCallers)
                problems.Add("service.callers-many", path, service.Name, callers, MostCallers);
            if (service.Policies.Count > MostPolicies)
                problems.Add("service.policies-many", $"{path}.policies", service.Name, service.Policies.Count, MostPolicies);
        }
    }

    private static void Call(PlatformDefinition definition, MicroserviceDefinition service, string callee, string path, List<string> services, ProblemList problems)
    {
        if (callee == service.Name)
            problems.Add("service.call-self", path, service.Name);
        else if (!services.Contains(callee))
            problems.Add("service.call-unknown", path, service.Name, callee, Spelling.DidYouMean(callee, services.Where(name => name != service.Name).ToList()));
        else if (definition.Services.First(other => other.Name == callee).Port is null)
            problems.Add("service.call-portless", path, service.Name, callee);
    }
}
