using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>A microservice as it is deployed now.</summary>
/// <param name="Scope">Which copy of which platform.</param>
/// <param name="Name">The microservice's name.</param>
/// <param name="Service">Its ECS service.</param>
internal sealed record DeployedService(PlatformScope Scope, string Name, Service Service)
{
    public RolloutController Controller =>
        Service.DeploymentController?.Type?.Value == RolloutController.CodeDeploy.Spell() ? RolloutController.CodeDeploy : RolloutController.Ecs;

    public RolloutStrategy Strategy =>
        Service.DeploymentConfiguration?.Strategy is { } strategy ? EnumSpelling.Parse<RolloutStrategy>(strategy.Value) : RolloutStrategy.Rolling;

    /// <summary>One version runs, and its deployment is complete. After a rollback that failed it is not so, and what is asked for may be what the service says already.</summary>
    public bool IsWhole => (Service.Deployments ?? []) is [{ RolloutState: null or { Value: "COMPLETED" } }];

    /// <summary>Where the load balancer finds its tasks; null for services that it does not know.</summary>
    public LoadBalancer? Balancer => Service.LoadBalancers?.FirstOrDefault();

    /// <summary>The rule whose weights move; null for rolling deployments.</summary>
    public string? ProductionRule => Balancer?.AdvancedConfiguration?.ProductionListenerRule;

    /// <summary>The alarms that fail its deployments.</summary>
    public IReadOnlyList<string> Alarms => Service.DeploymentConfiguration?.Alarms is { Enable: true } alarms ? alarms.AlarmNames ?? [] : [];
}
