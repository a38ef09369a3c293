using System.Globalization;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Ecr;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What every microservice has of its own: repository, logs, roles, security group, task definition, target group, rules, service.</summary>
internal static class MicroserviceBlueprint
{
    public static IReadOnlyList<IResourceKind> Kinds =>
        [RepositoryKind.Instance, LogGroupKind.Instance, RoleKind.Instance, TaskDefinitionKind.Instance, ServiceKind.Instance];

    public static IReadOnlyList<ServiceResource> Add(
        BlueprintContext context,
        NetworkParts network,
        ClusterResource cluster,
        LoadBalancerParts? loadBalancer,
        IReadOnlyDictionary<string, (SecurityGroupResource Group, SecurityGroupRulesResource Rules)> groups,
        IReadOnlyDictionary<string, (SecretResource? Ours, string? Arn)> secrets,
        MeshParts? mesh)
    {
        var priorities = RoutePriorities.Assign(context.Definition.Services);
        var connects = mesh?.Settings.Type == MeshType.ServiceConnect ? new ServiceConnectBlueprint(context, mesh) : null;
        var services = new List<ServiceResource>();
        foreach (var service in connects?.Ordered ?? context.Definition.Services)
        {
            var targetGroup = service.Route is not null && loadBalancer is not null ? AddTargetGroup(context, service, network, service.Name) : null;
            var alternate = targetGroup is not null && service.Deployment.Strategy != RolloutStrategy.Rolling
                ? AddTargetGroup(context, service, network, service.Name + DeploymentBlueprint.Alternate)
                : null;
            var rules = targetGroup is null ? [] : loadBalancer!.Listeners.Select(listener => AddRule(context, service, listener, targetGroup, alternate, priorities[service.Name])).ToList();
            var shift = alternate is null ? null : AddShift(context, service, loadBalancer!, targetGroup!, alternate, rules, priorities[service.Name]);
            var hookRole = DeploymentBlueprint.AddHookRole(context, service);
            var taskDefinition = AddTaskDefinition(context, service, secrets, mesh);
            var resource = context.Add(new ServiceResource
            {
                Key = service.Name,
                Name = context.Names.ForService(ResourceType.Service, service.Name),
                Service = service.Name,
                Tags = context.Definition.Tags,
                Definition = service,
                Cluster = cluster,
                TaskDefinition = taskDefinition,
                Subnets = network.PrivateSubnets,
                SecurityGroup = groups[service.Name].Group,
                TargetGroup = targetGroup,
                Shift = shift,
                HookRole = hookRole,
                AlarmNames = DeploymentBlueprint.AddAlarms(context, service, loadBalancer?.LoadBalancer, new[] { targetGroup, alternate }.OfType<TargetGroupResource>()),
                Connect = connects?.Of(service, taskDefinition.LogGroup),
                Discovery = mesh?.Discovery.GetValueOrDefault(service.Name),
                Prerequisites = [.. rules, .. shift?.Parts ?? [], .. hookRole is null ? Array.Empty<Resource>() : [hookRole], .. network.PrivateRouteTables, groups[service.Name].Rules, taskDefinition.ExecutionRole, taskDefinition.TaskRole, .. mesh?.AppMesh?.Before(service) ?? []],
            });
            CodeDeployBlueprint.Add(context, resource);
            connects?.Made(resource);
            services.Add(resource);
        }

        return services;
    }

    private static TrafficShift AddShift(
        BlueprintContext context,
        MicroserviceDefinition service,
        LoadBalancerParts loadBalancer,
        TargetGroupResource targetGroup,
        TargetGroupResource alternate,
        List<ListenerRuleResource> rules,
        int priority)
    {
        var test = loadBalancer.TestListeners.Select(listener => AddRule(context, service, listener, targetGroup, alternate, priority)).FirstOrDefault();
        return new TrafficShift(alternate, rules[0], test, service.Deployment.Controller == RolloutController.CodeDeploy ? null : DeploymentBlueprint.AddTrafficRole(context, service));
    }

    private static TargetGroupResource AddTargetGroup(BlueprintContext context, MicroserviceDefinition service, NetworkParts network, string key) => context.Add(new TargetGroupResource
    {
        Key = key,
        Name = context.Names.ForService(ResourceType.TargetGroup, key),
        Service = service.Name,
        Tags = context.Definition.Tags,
        Vpc = network.Vpc,
        HealthCheck = service.TargetHealth,
        DeregistrationDelaySeconds = service.DeregistrationDelaySeconds,
    });

    private static ListenerRuleResource AddRule(
        BlueprintContext context,
        MicroserviceDefinition service,
        ListenerResource listener,
        TargetGroupResource targetGroup,
        TargetGroupResource? alternate,
        int priority)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{service.Name}-{listener.Settings.Port}");
        return context.Add(new ListenerRuleResource
        {
            Key = key,
            Name = context.Names.ForService(ResourceType.ListenerRule, key),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Listener = listener,
            TargetGroup = targetGroup,
            AlternateTargetGroup = alternate,
            Priority = priority,
            Paths = service.Route!.Paths,
            Hosts = service.Route.Hosts,
        });
    }

    private static TaskDefinitionResource AddTaskDefinition(
        BlueprintContext context,
        MicroserviceDefinition service,
        IReadOnlyDictionary<string, (SecretResource? Ours, string? Arn)> secrets,
        MeshParts? mesh)
    {
        _ = ImageReference.TryParse(service.Image, out var image);
        var repository = image.IsOwnRepository
            ? context.Add(new RepositoryResource
            {
                Key = service.Name,
                Name = context.Names.ForService(ResourceType.Repository, service.Name),
                Service = service.Name,
                Tags = context.Definition.Tags,
                Settings = service.Repository,
                EncryptionKey = context.Keys.Repositories,
            })
            : null;
        var logs = context.Add(new LogGroupResource
        {
            Key = service.Name,
            Name = context.Names.LogGroup(service.Name),
            Service = service.Name,
            Tags = context.Definition.Tags,
            RetentionDays = service.LogRetentionDays,
            EncryptionKey = context.Keys.Logs,
        });
        var injected = service.Secrets.Values
            .Select(reference => SecretReference.Parse(reference).Secret)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => secrets[name], StringComparer.Ordinal);
        var envoy = mesh?.AppMesh?.Sidecars[service.Name];
        var secretsKey = injected.Values.Any(secret => secret.Ours is not null) || envoy?.Certificate is not null ? context.Keys.Secrets : null;
        var dataKey = service.DataKey ? context.Keys.Data : null;
        return context.Add(new TaskDefinitionResource
        {
            Key = service.Name,
            Name = context.Names.ForService(ResourceType.TaskFamily, service.Name),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Definition = service,
            Repository = repository,
            LogGroup = logs,
            ExecutionRole = AddRole(context, service, ResourceType.ExecutionRole, "execution", "pulls images, writes logs and reads secrets", TaskPermissions.OfExecution(service, image, repository, logs, injected, secretsKey, envoy), secretsKey),
            TaskRole = AddRole(context, service, ResourceType.TaskRole, "task", "what its code may do", TaskPermissions.OfTask(context.Definition, service, dataKey, envoy), dataKey),
            Secrets = injected,
            Addresses = mesh is null ? new Dictionary<string, string>() : MeshAddresses.VariablesOf(context.Definition, service),
            NamesPort = mesh is not null,
            DataKey = dataKey,
            Envoy = envoy,
            OwnsImage = context.Options.OwnImages,
        });
    }

    private static RoleResource AddRole(
        BlueprintContext context,
        MicroserviceDefinition service,
        ResourceType type,
        string key,
        string purpose,
        Func<Resolution, IReadOnlyList<PolicyGrant>> grants,
        Resource? grantedOn) => context.Add(new RoleResource
        {
            Key = $"{service.Name}-{key}",
            Name = context.Names.ForService(type, service.Name),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Description = $"{service.Name} of {context.Definition.Name}: {purpose}",
            Grants = grants,
            GrantedOn = grantedOn is null ? [] : [grantedOn],
        });
}
