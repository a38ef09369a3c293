using System.Text.Json;
using Amazon.ECS.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecr;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Export;

/// <summary>A microservice, read back from its ECS service, its running revision and what belongs to them.</summary>
/// <param name="Definition">The microservice.</param>
/// <param name="Policy">What its task role allows; null when that is nothing.</param>
internal sealed record MicroserviceExport(MicroserviceDefinition Definition, PolicyDefinition? Policy)
{
    /// <summary>Null where the service's task definition cannot be found: there is nothing to read it from.</summary>
    public static MicroserviceExport? Read(LivePlatform platform, Live<Service> service, SecretsExport secrets)
    {
        var name = LivePlatform.KeyOf(service);
        var revisions = platform.Find<TaskDefinitionState>(TaskDefinitionKind.Instance, name)?.State;
        if ((revisions?.Current ?? revisions?.Latest) is not { } revision || revision.ContainerDefinitions?.FirstOrDefault(container => container.Name == name) is not { } container)
        {
            return null;
        }

        var definition = ContainerExport.Read(
            new MicroserviceDefinition { Name = name, Cpu = ContainerExport.Number(revision.Cpu), Memory = ContainerExport.Number(revision.Memory) },
            revision,
            container,
            platform.Find<RepositoryState>(RepositoryKind.Instance, name)?.State,
            secrets);
        definition = ConnectionsExport.Read(definition, platform);
        definition = WithTraffic(definition, platform);
        definition = WithService(definition, service.State, platform);
        var policy = TaskPolicy(platform, definition);
        return new MicroserviceExport(
            definition with
            {
                LogRetentionDays = platform.Find<LogGroupState>(LogGroupKind.Instance, name)?.State.LogGroup.RetentionInDays ?? definition.LogRetentionDays,
                Scaling = ScalingExport.Read(platform, name),
                Policies = policy is null ? [] : [policy.Name],
            },
            policy);
    }

    private static MicroserviceDefinition WithTraffic(MicroserviceDefinition definition, LivePlatform platform)
    {
        var rule = platform.Of<ListenerRuleState>(ListenerRuleKind.Instance, definition.Name).FirstOrDefault()?.State.Rule;
        if (rule is null || platform.Find<TargetGroupState>(TargetGroupKind.Instance, definition.Name)?.State is not { } group)
        {
            return definition;
        }

        return definition with
        {
            Route = new RouteDefinition
            {
                Paths = ListenerRuleKind.PathsOf(rule),
                Hosts = ListenerRuleKind.HostsOf(rule),
                Priority = ContainerExport.Number(rule.Priority),
            },
            DeregistrationDelaySeconds = ContainerExport.Number(group.Attributes.GetValueOrDefault("deregistration_delay.timeout_seconds", "300")),
            TargetHealth = new TargetHealthCheck
            {
                Path = group.TargetGroup.HealthCheckPath,
                IntervalSeconds = group.TargetGroup.HealthCheckIntervalSeconds ?? 30,
                TimeoutSeconds = group.TargetGroup.HealthCheckTimeoutSeconds ?? 5,
                HealthyThreshold = group.TargetGroup.HealthyThresholdCount ?? 5,
                UnhealthyThreshold = group.TargetGroup.UnhealthyThresholdCount ?? 2,
                Matcher = group.TargetGroup.Matcher?.HttpCode ?? "200",
            },
        };
    }

    private static MicroserviceDefinition WithService(MicroserviceDefinition definition, Service service, LivePlatform platform)
    {
        var strategy = ClusterExport.Strategy(service.CapacityProviderStrategy);
        var usual = ClusterExport.Read(platform)?.DefaultStrategy ?? [];
        return definition with
        {
            DesiredCount = service.DesiredCount ?? definition.DesiredCount,
            HealthCheckGracePeriodSeconds = service.HealthCheckGracePeriodSeconds ?? definition.HealthCheckGracePeriodSeconds,
            CapacityProviderStrategy = strategy.ToHashSet().SetEquals(usual) ? [] : strategy,
            ExecuteCommand = service.EnableExecuteCommand ?? false,
            Deployment = DeploymentExport.Read(platform, definition.Name, service),
        };
    }

    private static PolicyDefinition? TaskPolicy(LivePlatform platform, MicroserviceDefinition definition)
    {
        var document = platform.Find<RoleState>(RoleKind.Instance, $"{definition.Name}-task")?.State.InlinePolicies.GetValueOrDefault(RoleKind.PolicyName);
        if (PolicyDocument.Normalize(document) is not { } json)
        {
            return null;
        }

        using var parsed = JsonDocument.Parse(json);
        PolicyStatement[] statements =
        [
            .. parsed.RootElement.GetProperty("Statement").EnumerateArray()
                .Select(statement => (Actions: Strings(statement, "Action"), Resources: Strings(statement, "Resource")))
                .Where(statement => EncryptionExport.DataKey(platform) is not { } key || !statement.Resources.Contains(key, StringComparer.Ordinal))
                .Where(statement => !definition.ExecuteCommand || !statement.Actions.All(action => action.StartsWith("ssmmessages:", StringComparison.Ordinal)))
                .Where(statement => !statement.Actions.All(action => action == "appmesh:StreamAggregatedResources")) // the proxy's, which comes with the mesh
                .Select(statement => new PolicyStatement
                {
                    Actions = statement.Actions,
                    Resources = statement.Resources,
                    AllowWildcard = statement.Actions.Concat(statement.Resources).Any(text => text.Contains('*', StringComparison.Ordinal)) ? "as it was found" : null,
                }),
        ];
        return statements.Length == 0 ? null : new PolicyDefinition { Name = definition.Name, Statements = statements };
    }

    private static List<string> Strings(JsonElement statement, string member) => [.. statement.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];
}
