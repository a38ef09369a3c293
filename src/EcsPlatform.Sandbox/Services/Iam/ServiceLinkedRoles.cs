namespace EcsPlatform.Sandbox.Services;

/// <summary>The roles that belong to services (names and policies: each service's user guide, "service-linked roles").</summary>
internal static class ServiceLinkedRoles
{
    private static readonly Dictionary<string, (string Name, string Policy)> Known = new(StringComparer.Ordinal)
    {
        ["ecs.amazonaws.com"] = ("AWSServiceRoleForECS", "AmazonECSServiceRolePolicy"),
        ["elasticloadbalancing.amazonaws.com"] = ("AWSServiceRoleForElasticLoadBalancing", "AWSElasticLoadBalancingServiceRolePolicy"),
        ["ecs.application-autoscaling.amazonaws.com"] =
            ("AWSServiceRoleForApplicationAutoScaling_ECSService", "AWSApplicationAutoscalingECSServicePolicy"),
        ["rds.amazonaws.com"] = ("AWSServiceRoleForRDS", "AmazonRDSServiceRolePolicy"),
        ["appmesh.amazonaws.com"] = ("AWSServiceRoleForAppMesh", "AWSAppMeshServiceRolePolicy"),
    };

    public static string NameOf(string service, string? suffix)
    {
        if (!Known.TryGetValue(service, out var known))
        {
            throw new AwsError("InvalidInput", $"Service Linked Role for {service} is not supported by the EcsPlatform sandbox.");
        }

        return suffix is null ? known.Name : $"{known.Name}_{suffix}";
    }

    public static string PolicyOf(string service) => $"arn:aws:iam::aws:policy/aws-service-role/{Known[service].Policy}";

    public static string TrustPolicy(string service) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""";
}
