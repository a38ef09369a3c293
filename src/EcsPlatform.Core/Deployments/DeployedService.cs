using Amazon.CodeDeploy.Model;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.CodeDeploy;

namespace EcsPlatform.Core.Deployments;

/// <summary>A microservice as it is deployed now.</summary>
/// <param name="Scope">Which copy of which platform.</param>
/// <param name="Name">The microservice's name.</param>
/// <param name="Service">Its ECS service.</param>
internal sealed record DeployedService(PlatformScope Scope, string Name, Service Service)
{
    /// <summary>How CodeDeploy deploys it; null where ECS does, and where its deployment group is missing.</summary>
    public DeploymentGroupInfo? Group { get; init; }

    /// <summary>What its deployment group is called.</summary>
    public string GroupName => Scope.Names.ForService(ResourceType.DeploymentGroup, Name);

    public RolloutController Controller =>
        Service.DeploymentController?.Type?.Value == RolloutController.CodeDeploy.Spell() ? RolloutController.CodeDeploy : RolloutController.Ecs;

    public RolloutStrategy Strategy => Group is { } group
        ? DeploymentConfigName.Parse(group.DeploymentConfigName, Scope.Names)?.Strategy ?? RolloutStrategy.BlueGreen
        : Service.DeploymentConfiguration?.Strategy is { } strategy ? EnumSpelling.Parse<RolloutStrategy>(strategy.Value) : RolloutStrategy.Rolling;

    /// <summary>One version runs, and its deployment is complete. After a rollback that failed it is not so, and what is asked for may be what the service says already.</summary>
    public bool IsWhole => Controller == RolloutController.CodeDeploy
        ? !CodeDeployDeployments.Unfinished.Contains(Group?.LastAttemptedDeployment?.Status?.Value)
        : (Service.Deployments ?? []) is [{ RolloutState: null or { Value: "COMPLETED" } }];

    /// <summary>Where the load balancer finds its tasks; null for services that it does not know.</summary>
    public LoadBalancer? Balancer => Service.LoadBalancers?.FirstOrDefault();

    /// <summary>The rule whose weights move; null for rolling deployments, and with CodeDeploy, which knows listeners.</summary>
    public string? ProductionRule => Balancer?.AdvancedConfiguration?.ProductionListenerRule;

    /// <summary>The listener whose rules CodeDeploy changes; null where ECS deploys.</summary>
    public string? ProductionListener => Group is { } group ? DeploymentGroupShape.Pair(group)?.ProdTrafficRoute?.ListenerArns?.FirstOrDefault() : null;

    /// <summary>The alarms that fail its deployments.</summary>
    public IReadOnlyList<string> Alarms => Group is { } group
        ? group.AlarmConfiguration is { Enabled: true, Alarms: { } watched } ? watched.ConvertAll(alarm => alarm.Name) : []
        : Service.DeploymentConfiguration?.Alarms is { Enable: true } alarms ? alarms.AlarmNames ?? [] : [];
}
