using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>CodeDeploy's own deployment configurations for ECS (User Guide, "Predefined deployment configurations for an Amazon ECS compute platform").</summary>
internal static class BuiltInConfigs
{
    public static IReadOnlyDictionary<string, DeploymentConfigInfo> All { get; } = new[]
    {
        Config("CodeDeployDefault.ECSAllAtOnce", new TrafficRoutingConfig { Type = TrafficRoutingType.AllAtOnce }),
        Linear("CodeDeployDefault.ECSLinear10PercentEvery1Minutes", 10, 1),
        Linear("CodeDeployDefault.ECSLinear10PercentEvery3Minutes", 10, 3),
        Canary("CodeDeployDefault.ECSCanary10Percent5Minutes", 10, 5),
        Canary("CodeDeployDefault.ECSCanary10Percent15Minutes", 10, 15),
    }.ToDictionary(config => config.DeploymentConfigName);

    private static DeploymentConfigInfo Linear(string name, int percent, int minutes) => Config(name, new TrafficRoutingConfig
    {
        Type = TrafficRoutingType.TimeBasedLinear,
        TimeBasedLinear = new TimeBasedLinear { LinearPercentage = percent, LinearInterval = minutes },
    });

    private static DeploymentConfigInfo Canary(string name, int percent, int minutes) => Config(name, new TrafficRoutingConfig
    {
        Type = TrafficRoutingType.TimeBasedCanary,
        TimeBasedCanary = new TimeBasedCanary { CanaryPercentage = percent, CanaryInterval = minutes },
    });

    private static DeploymentConfigInfo Config(string name, TrafficRoutingConfig routing) => new()
    {
        DeploymentConfigId = "00000000-0000-0000-0000-000000000000",
        DeploymentConfigName = name,
        ComputePlatform = ComputePlatform.ECS,
        TrafficRoutingConfig = routing,
    };
}
