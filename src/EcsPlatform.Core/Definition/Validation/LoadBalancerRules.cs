namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Listeners that fit together, and who may reach them.</summary>
internal static class LoadBalancerRules
{
    private const int MostGroupRules = 60; // Amazon VPC quotas: inbound rules per security group

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        if (definition.LoadBalancer is not { } balancer)
            return;
        if (balancer.Listeners.Count == 0)
            problems.Add("listener.none", "loadBalancer.listeners");
        else if (balancer.Listeners.All(listener => listener.RedirectToPort is not null))
            problems.Add("listener.all-redirect", "loadBalancer.listeners");
        else if (balancer.Listeners.All(listener => listener.Test || listener.RedirectToPort is not null))
            problems.Add("listener.test-only", "loadBalancer.listeners");
        balancer.Listeners.Twice("loadBalancer.listeners", listener => $"{listener.Port}", "listener.port-twice", ".port", problems);
        foreach (var (listener, path) in balancer.Listeners.Each("loadBalancer.listeners"))
            Listener(listener, path, balancer, definition.Region, problems);
        Ingress(balancer, problems);
    }

    private static void Listener(ListenerDefinition listener, string path, LoadBalancerDefinition balancer, string region, ProblemList problems)
    {
        var secure = listener.Protocol == ListenerProtocol.Https;
        if (secure && listener.CertificateArn is null)
            problems.Add("listener.certificate-missing", path, listener.Port);
        if (!secure && listener.CertificateArn is not null)
            problems.Add("listener.certificate-http", $"{path}.certificateArn", listener.Port);
        if (listener.CertificateArn?.Split(':') is [_, _, "acm", var home, ..] && home != region)
            problems.Add("listener.certificate-region", $"{path}.certificateArn", home, region);
        if (listener.RedirectToPort is not { } target)
            return;
        if (listener.Test)
            problems.Add("listener.test-redirect", $"{path}.test", listener.Port);
        if (secure)
            problems.Add("listener.redirect-https", $"{path}.redirectToPort", listener.Port);
        else if (!balancer.Listeners.Any(other => other.Port == target && other.Protocol == ListenerProtocol.Https))
            problems.Add("listener.redirect-target", $"{path}.redirectToPort", target);
    }

    private static void Ingress(LoadBalancerDefinition balancer, ProblemList problems)
    {
        foreach (var (text, path) in balancer.IngressCidrs.Each("loadBalancer.ingressCidrs"))
        {
            if (!Cidr.TryParse(text, out var cidr))
                problems.Add("cidr.syntax", path, text);
            else if (!cidr.IsAligned)
                problems.Add("cidr.aligned", path, text, cidr.Aligned);
        }
        balancer.IngressCidrs.Twice("loadBalancer.ingressCidrs", text => text, "ingress.twice", "", problems);
        if (balancer.IngressCidrs.Count == 0)
            problems.Add("ingress.none", "loadBalancer.ingressCidrs");
        else if (balancer.IngressCidrs.Count * balancer.Listeners.Count > MostGroupRules)
            problems.Add("ingress.many", "loadBalancer.ingressCidrs", balancer.IngressCidrs.Count, balancer.Listeners.Count, MostGroupRules);
    }
}
