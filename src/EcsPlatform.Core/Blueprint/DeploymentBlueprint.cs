using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.CloudWatch;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.ElasticLoadBalancing;
using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What deployments need beyond the service itself: the other colour's target group, rules, roles, and the alarm on errors.</summary>
internal static class DeploymentBlueprint
{
    /// <summary>What the key of the other colour's target group ends with.</summary>
    internal const string Alternate = "-alt";

    // ECS Developer Guide, infrastructure IAM role for load balancers.
    private const string LoadBalancerPolicy = "AmazonECSInfrastructureRolePolicyForLoadBalancers";

    /// <summary>The role that ECS needs to move the load balancer's traffic.</summary>
    public static RoleResource AddTrafficRole(BlueprintContext context, MicroserviceDefinition service) => context.Add(new RoleResource
    {
        Key = $"{service.Name}-traffic",
        Name = context.Names.ForService(ResourceType.LoadBalancerRole, service.Name),
        Service = service.Name,
        Tags = context.Definition.Tags,
        Description = $"{service.Name} of {context.Definition.Name}: ECS moves its traffic",
        Trust = RoleTrust.Ecs,
        ManagedPolicies = [LoadBalancerPolicy],
        Grants = _ => [],
    });

    /// <summary>The role by which ECS calls functions on the way; null where it calls none.</summary>
    public static RoleResource? AddHookRole(BlueprintContext context, MicroserviceDefinition service)
    {
        if (service.Deployment is { Strategy: RolloutStrategy.Rolling } or { Controller: RolloutController.CodeDeploy })
        {
            return null;
        }

        string[] functions = [.. service.Deployment.Hooks.Select(hook => hook.Function).OfType<string>().Distinct(StringComparer.Ordinal)];
        return functions.Length == 0 ? null : context.Add(new RoleResource
        {
            Key = $"{service.Name}-hook",
            Name = context.Names.ForService(ResourceType.HookRole, service.Name),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Description = $"{service.Name} of {context.Definition.Name}: ECS asks these functions during deployments",
            Trust = RoleTrust.Ecs,
            Grants = _ => [new PolicyGrant(["lambda:InvokeFunction"], functions)],
        });
    }

    /// <summary>The alarms that fail a deployment: those of others, and ours, one for each target group.</summary>
    public static IReadOnlyList<string> AddAlarms(BlueprintContext context, MicroserviceDefinition service, LoadBalancerResource? balancer, IEnumerable<TargetGroupResource> groups)
    {
        var names = service.Deployment.Alarms.ToList();
        if (service.Deployment.ErrorAlarm is { } settings && balancer is not null)
        {
            names.AddRange(groups.Select(group => AddErrorAlarm(context, service, settings, balancer, group).Name));
        }

        return names;
    }

    private static AlarmResource AddErrorAlarm(BlueprintContext context, MicroserviceDefinition service, ErrorAlarm settings, LoadBalancerResource balancer, TargetGroupResource group) =>
        context.Add(new AlarmResource
        {
            Key = $"{group.Key}-{ResourceType.ErrorsAlarm.ShortName}",
            Name = context.Names.ForService(ResourceType.ErrorsAlarm, group.Key),
            Service = service.Name,
            Tags = context.Definition.Tags,
            Description = $"Server errors of {service.Name}: fails its deployments",
            Namespace = "AWS/ApplicationELB",
            Metric = "HTTPCode_Target_5XX_Count",
            Measured = resolution => new Dictionary<string, string>
            {
                // ELB User Guide, metric dimensions: the end of the ARNs.
                ["LoadBalancer"] = After(resolution.Id(balancer), ":loadbalancer/"),
                ["TargetGroup"] = "targetgroup/" + After(resolution.Id(group), ":targetgroup/"),
            },
            Statistic = "Sum",
            Above = true,
            Threshold = settings.Count,
            PeriodSeconds = settings.PeriodSeconds,
            EvaluationPeriods = settings.EvaluationPeriods,
            MissingIsGood = true,
            Sources = [balancer, group],
        });

    private static string After(string arn, string mark) =>
        arn.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? arn[(at + mark.Length)..] : arn;
}
