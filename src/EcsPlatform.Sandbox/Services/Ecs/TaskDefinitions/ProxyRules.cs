using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What AWS asks of the proxy configuration of App Mesh (ProxyConfiguration in the API reference).</summary>
internal static class ProxyRules
{
    // EgressIgnoredPorts and EgressIgnoredIPs may be empty or left out.
    private static readonly string[] Required = ["AppPorts", "ProxyIngressPort", "ProxyEgressPort"];

    public static void Check(RegisterTaskDefinitionRequest request)
    {
        if (request.ProxyConfiguration is not { } proxy)
        {
            return;
        }

        TaskDefinitionRules.Require(request.ContainerDefinitions.Exists(container => container.Name == proxy.ContainerName),
            $"Proxy configuration names a container that does not exist in the task definition: {proxy.ContainerName}.");
        TaskDefinitionRules.Require(request.NetworkMode?.Value == "awsvpc", "A proxy configuration requires the network mode awsvpc.");
        foreach (var property in Required)
        {
            TaskDefinitionRules.Require(IsSet(proxy, property), $"The proxy configuration requires the property {property}.");
        }

        TaskDefinitionRules.Require(IsSet(proxy, "IgnoredUID") || IsSet(proxy, "IgnoredGID"), "The proxy configuration requires the property IgnoredUID or IgnoredGID.");
    }

    private static bool IsSet(ProxyConfiguration proxy, string property) => proxy.Properties?.Exists(pair => pair.Name == property && !string.IsNullOrEmpty(pair.Value)) == true;
}
