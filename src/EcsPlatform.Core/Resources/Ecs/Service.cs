using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.ServiceDiscovery;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>The ECS service that keeps a microservice's tasks running.</summary>
public sealed class ServiceResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ServiceKind.Instance;

    /// <summary>The microservice as it is defined.</summary>
    public required MicroserviceDefinition Definition { get; init; }

    /// <summary>Where it runs.</summary>
    public required ClusterResource Cluster { get; init; }

    /// <summary>What its tasks are made of.</summary>
    public required TaskDefinitionResource TaskDefinition { get; init; }

    /// <summary>Where its tasks' interfaces are, one subnet per zone.</summary>
    public required IReadOnlyList<SubnetResource> Subnets { get; init; }

    /// <summary>Its tasks' security group.</summary>
    public required SecurityGroupResource SecurityGroup { get; init; }

    /// <summary>Where the load balancer finds its tasks; null for services that it does not know.</summary>
    public TargetGroupResource? TargetGroup { get; init; }

    /// <summary>What its deployments move the load balancer's traffic with; null where they are rolling, or none comes from there.</summary>
    public TrafficShift? Shift { get; init; }

    /// <summary>By which ECS calls the hooks' functions; null without such hooks.</summary>
    public RoleResource? HookRole { get; init; }

    /// <summary>Alarms that fail a deployment, by name.</summary>
    public IReadOnlyList<string> AlarmNames { get; init; } = [];

    /// <summary>Its place in Service Connect; null outside of it.</summary>
    public ServiceConnectSettings? Connect { get; init; }

    /// <summary>Where its tasks' addresses are registered; null for services without a name in DNS.</summary>
    public DiscoveryServiceResource? Discovery { get; init; }

    /// <summary>What else must be there: rules that attach the target group, routes and group rules that let tasks start.</summary>
    public required IReadOnlyList<Resource> Prerequisites { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
    [
        new Need(Cluster, Ready: true), TaskDefinition, SecurityGroup,
        .. Subnets.Select(subnet => new Need(subnet)),
        .. TargetGroup is { } group ? [new Need(group)] : Array.Empty<Need>(),
        .. Discovery is { } entry ? [new Need(entry)] : Array.Empty<Need>(),
        .. Connect?.Needs ?? [],
        .. Prerequisites.Select(resource => new Need(resource, Ready: true)),
    ];

    /// <summary>Deployed by CodeDeploy: what its tasks are made of is compared and changed by its deployment group.</summary>
    internal bool IsCodeDeployed => Definition.Deployment.Controller == RolloutController.CodeDeploy;

    /// <inheritdoc/>
    public override bool IsLookedAtAgain => Connect?.LateServers.Count > 0;
}

/// <summary>How services are found, made, awaited and removed. Image and desired count belong to deployments and scaling.</summary>
public sealed class ServiceKind : ResourceKind<ServiceResource, Service>
{
    private const string RolloutState = "deployment.rolloutState";

    /// <summary>The one instance.</summary>
    public static ServiceKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "service";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["scalable-target", "deployment-group"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) =>
        error.ErrorCode == "InvalidParameterException" && error.Message.Contains("not idempotent", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode is "ServiceNotFoundException" or "ServiceNotActiveException" or "ClusterNotFoundException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) =>
        error.ErrorCode == "InvalidParameterException"
        && (error.Message.Contains("still Draining", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("does not have an associated load balancer", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("SC service is already used", StringComparison.OrdinalIgnoreCase) // the endpoint of a service that is just gone
            || error.Message.Contains("unable to assume", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool IsNotSeenYet(AmazonServiceException error) =>
        base.IsNotSeenYet(error) || error.ErrorCode == "NamespaceNotFoundException" || error.Message.Contains("TaskDefinition not found", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<Service>>> ObserveAsync(Observation observation) =>
        (await ServiceListing.ServicesAsync(observation)).Select(service =>
            Found(observation, service.ServiceName, service.ServiceArn, service, service.Tags.ToMap()) with { Going = service.Status == "DRAINING" });

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ServiceResource desired, Service live, Resolution resolution)
    {
        if (desired.IsCodeDeployed)
        {
            return CodeDeployedService.Compare(desired, live, resolution);
        }

        var network = live.NetworkConfiguration?.AwsvpcConfiguration;
        var wanted = desired.Definition;
        return new Differences()
            .Check(CodeDeployedService.Controller, live.DeploymentController?.Type?.Value ?? RolloutController.Ecs.Spell(), RolloutController.Ecs.Spell())
            .Check("taskDefinition", live.TaskDefinition, TaskDefinition(desired, resolution))

            // The circuit breaker had nothing to go back to (a first deployment): ECS tries no more until it is asked to.
            .Check(RolloutState, PrimaryHasFailed(live) ? DeploymentRolloutState.FAILED.Value : null, PrimaryHasFailed(live) ? DeploymentRolloutState.COMPLETED.Value : null)
            .CheckSet("subnets", network?.Subnets, desired.Subnets.Select(resolution.Id))
            .CheckSet("securityGroups", network?.SecurityGroups, [resolution.Id(desired.SecurityGroup)])
            .CheckIfTold("assignPublicIp", network?.AssignPublicIp?.Value, AssignPublicIp.DISABLED.Value)
            .Check("capacityProviderStrategy", CapacityStrategy.Describe(live), CapacityStrategy.Describe(live) is null ? null : CapacityStrategy.Describe(Strategy(desired)))
            .CheckIfTold("healthCheckGracePeriodSeconds", live.HealthCheckGracePeriodSeconds, desired.TargetGroup is null ? null : wanted.HealthCheckGracePeriodSeconds)
            .CheckDeployment(desired, live, resolution)
            .CheckSet("serviceRegistries", (live.ServiceRegistries ?? []).Select(registry => registry.RegistryArn), Registries(desired, resolution).Select(registry => registry.RegistryArn))
            .Add(ServiceConnectShape.Compare(ServiceConnectShape.ConfigurationOf(live), Connect(desired, resolution)))
            .Add(ServiceConnectEndpoints.Compare(desired, live, resolution))
            .Check("enableExecuteCommand", live.EnableExecuteCommand ?? false, wanted.ExecuteCommand)
            .CheckTags(live.Tags.ToMap(), resolution.Tags(desired));
    }

    /// <summary>ECS keeps a Service Connect endpoint's protocol for as long as its service lives (ECS Developer Guide, Service Connect considerations).</summary>
    protected override IEnumerable<PlanProblem> Problems(ServiceResource desired, Live<Service>? live, Resolution resolution)
    {
        var revisions = resolution.State<TaskDefinitionState>(desired.TaskDefinition);
        if (live is null || desired.Connect is null || ServiceConnectShape.ConfigurationOf(live.State)?.Services is not { Count: > 0 }
            || (revisions?.Current ?? revisions?.Latest)?.ContainerDefinitions?.Find(container => container.Name == desired.Definition.Name)?.PortMappings?.FirstOrDefault() is not { } mapping)
        {
            yield break;
        }

        var (spoken, wanted) = (mapping.AppProtocol?.Value ?? MeshProtocol.Tcp.Spell(), desired.Definition.Mesh.Protocol.Spell());
        if (spoken != wanted)
        {
            yield return new PlanProblem(
                "ProtocolFixed",
                desired.LogicalId,
                $"{desired.Name} speaks {spoken} in Service Connect, and ECS does not change that to {wanted} while the service lives.",
                "Keep the protocol, or give the service another name and move its callers over.");
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ServiceResource desired, Resolution resolution) => [PlannedCall.Of(ECSModel.CreateService, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<Service>> CreateAsync(ServiceResource desired, ApplyContext context)
    {
        var service = (await context.Aws.ECS.CreateServiceAsync(Request(desired, context.Resolution), context.Cancellation)).Service;
        if (desired.Definition.Deployment.Hooks.Count > 0 && !desired.IsCodeDeployed)
        {
            // Settings alone make no deployment, and the first one keeps those that it began with.
            service = (await context.Aws.ECS.UpdateServiceAsync(
                new UpdateServiceRequest
                {
                    Cluster = desired.Cluster.Name,
                    Service = desired.Name,
                    DeploymentConfiguration = ServiceDeploymentSettings.Of(desired, context.Resolution),
                },
                context.Cancellation)).Service;
        }

        return Made(desired, service.ServiceArn, service);
    }

    /// <inheritdoc/>
    protected override async Task<Live<Service>> UpdateAsync(ServiceResource desired, Live<Service> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        if (differences.TouchTags())
        {
            await EcsTags.PutAsync(live.Id, desired, context);
        }

        if (!differences.TouchMoreThanTags())
        {
            return live;
        }

        if (desired.IsCodeDeployed)
        {
            return live with { State = (await context.Aws.ECS.UpdateServiceAsync(CodeDeployedService.Update(desired, differences, context.Resolution), context.Cancellation)).Service };
        }

        var unseen = ServiceConnectEndpoints.Unseen(desired, live.State, context.Resolution).Any(endpoint => endpoint.Exists);
        if (!unseen && differences.All(difference => difference.Property == ServiceConnectEndpoints.Property || difference.IsTag()))
        {
            return live; // what its tasks do not see comes later in this run
        }

        var strategy = differences.Touch("capacityProviderStrategy");
        var force = strategy || unseen || differences.Touch(RolloutState);
        var service = (await context.Aws.ECS.UpdateServiceAsync(
            new UpdateServiceRequest
            {
                Cluster = desired.Cluster.Name,
                Service = desired.Name,
                TaskDefinition = TaskDefinition(desired, context.Resolution),
                NetworkConfiguration = Network(desired, context.Resolution),
                DeploymentConfiguration = ServiceDeploymentSettings.Of(desired, context.Resolution),
                CapacityProviderStrategy = strategy ? Strategy(desired) : null,
                ForceNewDeployment = force ? true : null, // ECS asks for it when the strategy changes, too
                DeploymentController = differences.Touch(CodeDeployedService.Controller) ? new DeploymentController { Type = DeploymentControllerType.ECS } : null,
                LoadBalancers = differences.Touch("loadBalancers", CodeDeployedService.Controller) ? ServiceDeploymentSettings.LoadBalancers(desired, context.Resolution) : null,
                ServiceRegistries = differences.Touch("serviceRegistries") ? Registries(desired, context.Resolution) : null,
                ServiceConnectConfiguration = ServiceConnectShape.Touches(differences) ? Connect(desired, context.Resolution) ?? new ServiceConnectConfiguration { Enabled = false } : null,
                HealthCheckGracePeriodSeconds = desired.TargetGroup is null ? null : desired.Definition.HealthCheckGracePeriodSeconds,
                EnableExecuteCommand = desired.Definition.ExecuteCommand,
            },
            context.Cancellation)).Service;
        return live with { State = service };
    }

    /// <inheritdoc/>
    protected override bool IsReady(Service state) => ServiceWaits.IsSteady(state);

    /// <inheritdoc/>
    protected override async Task<Live<Service>> WaitReadyAsync(Live<Service> live, ApplyContext context) =>
        live with { State = await context.SteadyAsync(live.State, live.Service ?? live.Name) };

    /// <summary>Drops its tasks, whatever their number, and waits until they have let go.</summary>
    protected override async Task DeleteAsync(Live<Service> live, ApplyContext context)
    {
        if (!live.Going)
        {
            await context.Aws.ECS.DeleteServiceAsync(new DeleteServiceRequest { Cluster = live.State.ClusterArn, Service = live.Name, Force = true }, context.Cancellation);
        }

        await context.InactiveAsync(live.State);
    }

    private static CreateServiceRequest Request(ServiceResource desired, Resolution resolution) => new()
    {
        Cluster = desired.Cluster.Name,
        ServiceName = desired.Name,
        TaskDefinition = TaskDefinition(desired, resolution),
        DesiredCount = desired.Definition.DesiredCount,
        CapacityProviderStrategy = Strategy(desired),
        PlatformVersion = "LATEST",
        NetworkConfiguration = Network(desired, resolution),
        LoadBalancers = ServiceDeploymentSettings.LoadBalancers(desired, resolution),
        ServiceRegistries = Registries(desired, resolution),
        ServiceConnectConfiguration = Connect(desired, resolution),
        HealthCheckGracePeriodSeconds = desired.TargetGroup is null ? null : desired.Definition.HealthCheckGracePeriodSeconds,
        DeploymentConfiguration = desired.IsCodeDeployed ? null : ServiceDeploymentSettings.First(desired, resolution),
        DeploymentController = new DeploymentController { Type = desired.Definition.Deployment.Controller.Spell() },
        SchedulingStrategy = SchedulingStrategy.REPLICA,
        EnableECSManagedTags = true,
        PropagateTags = PropagateTags.SERVICE,
        EnableExecuteCommand = desired.Definition.ExecuteCommand,
        Tags = EcsTags.List(resolution.Tags(desired)),
    };

    private static bool PrimaryHasFailed(Service live) =>
        live.Deployments?.Find(deployment => deployment.Status == "PRIMARY")?.RolloutState == DeploymentRolloutState.FAILED;

    internal static string TaskDefinition(ServiceResource desired, Resolution resolution) =>
        TaskDefinitionKind.Fitting(desired.TaskDefinition, resolution) ?? desired.TaskDefinition.Kind.PlaceholderId(desired.TaskDefinition);

    internal static NetworkConfiguration Network(ServiceResource desired, Resolution resolution) => new()
    {
        AwsvpcConfiguration = new AwsVpcConfiguration
        {
            Subnets = [.. desired.Subnets.Select(resolution.Id)],
            SecurityGroups = [resolution.Id(desired.SecurityGroup)],
            AssignPublicIp = AssignPublicIp.DISABLED,
        },
    };

    private static List<ServiceRegistry> Registries(ServiceResource desired, Resolution resolution) =>
        desired.Discovery is { } entry ? [new ServiceRegistry { RegistryArn = resolution.Id(entry) }] : [];

    private static ServiceConnectConfiguration? Connect(ServiceResource desired, Resolution resolution) =>
        desired.Connect is { } connect ? ServiceConnectRequest.Of(desired, connect, resolution) : null;

    private static List<Amazon.ECS.Model.CapacityProviderStrategyItem> Strategy(ServiceResource desired) =>
        CapacityStrategy.Of(desired.Cluster.Settings, desired.Definition.CapacityProviderStrategy);
}
