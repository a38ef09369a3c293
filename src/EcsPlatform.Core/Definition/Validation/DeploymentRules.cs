using System.Globalization;
using EcsPlatform.Core.Resources.CodeDeploy;

namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Deployments that can be carried out as asked.</summary>
internal static class DeploymentRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        foreach (var (service, path) in definition.EachService())
        {
            var at = $"{path}.deployment";
            if (service.Deployment.Strategy == RolloutStrategy.Rolling)
                Rolling(service, at, problems);
            else
                Shifting(definition, service, at, problems);
            service.Deployment.Alarms.Twice($"{at}.alarms", alarm => alarm, "deployment.alarm-twice", "", problems);
            if (service.Deployment.ErrorAlarm is { } alarm && alarm.PeriodSeconds % 60 != 0)
                problems.Add("deployment.error-alarm-period", $"{at}.errorAlarm.periodSeconds", service.Name, alarm.PeriodSeconds);
            if (service.Deployment.ErrorAlarm is not null && !IsRouted(definition, service))
                problems.Add("deployment.error-alarm-route", $"{at}.errorAlarm", service.Name);
        }
    }

    private static void Rolling(MicroserviceDefinition service, string path, ProblemList problems)
    {
        var deployment = service.Deployment;
        if (deployment is { MinimumHealthyPercent: 100, MaximumPercent: 100 })
            problems.Add("deployment.stuck", path, service.Name);
        if (deployment is { CircuitBreaker: false, Rollback: true, Alarms.Count: 0, ErrorAlarm: null })
            problems.Add("deployment.rollback", path, service.Name);
        if (deployment.Controller == RolloutController.CodeDeploy)
            problems.Add("deployment.controller", $"{path}.controller", service.Name);
        if (deployment.Hooks.Count > 0)
            problems.Add("deployment.rolling-only", $"{path}.hooks", service.Name, "hooks");
    }

    private static void Shifting(PlatformDefinition definition, MicroserviceDefinition service, string path, ProblemList problems)
    {
        if (!IsRouted(definition, service))
            Unrouted(definition, service, path, problems);
        else if (definition.LoadBalancer!.Listeners.Count(listener => listener is { RedirectToPort: null, Test: false }) is var listeners and > 1)
            problems.Add("deployment.listeners", path, service.Name, listeners);
        foreach (var (hook, at) in service.Deployment.Hooks.Each($"{path}.hooks"))
            Hook(service, hook, at, problems);
        if (service.Deployment.Controller == RolloutController.CodeDeploy)
            CodeDeploy(definition, service, path, problems);
        else
            Tenths(service, path, problems);
    }

    private static bool IsRouted(PlatformDefinition definition, MicroserviceDefinition service) => service.Route is not null && definition.LoadBalancer is not null;

    /// <summary>ECS Developer Guide, "Required resources for Amazon ECS blue/green deployments": the load balancer's traffic moves, or Service Connect's; without either BLUE_GREEN replaces all tasks at once.</summary>
    private static void Unrouted(PlatformDefinition definition, MicroserviceDefinition service, string path, ProblemList problems)
    {
        if (service.Deployment.Controller == RolloutController.CodeDeploy)
            problems.Add("deployment.route", path, service.Name);
        else if (service.Deployment.Strategy != RolloutStrategy.BlueGreen && (definition.Mesh?.Type != MeshType.ServiceConnect || service.Port is null))
            problems.Add("deployment.steps", path, service.Name);
    }

    /// <summary>ECS API, CanaryConfiguration and LinearConfiguration: multiples of 0.1.</summary>
    private static void Tenths(MicroserviceDefinition service, string path, ProblemList problems)
    {
        var (percent, at) = service.Deployment.Strategy switch
        {
            RolloutStrategy.Linear => (service.Deployment.Linear.StepPercent, $"{path}.linear.stepPercent"),
            RolloutStrategy.Canary => (service.Deployment.Canary.Percent, $"{path}.canary.percent"),
            _ => (0, ""),
        };
        if (Math.Abs((percent * 10) - Math.Round(percent * 10)) > 1e-6)
            problems.Add("deployment.percent", at, service.Name, percent.ToString(CultureInfo.InvariantCulture));
    }

    private static void Hook(MicroserviceDefinition service, DeploymentHook hook, string path, ProblemList problems)
    {
        if (hook.Stages.Count == 0)
            problems.Add("hook.no-stages", path, service.Name);
        hook.Stages.Twice($"{path}.stages", stage => stage.Spell(), "hook.stage-twice", "", problems);

        // ECS API, DeploymentLifecycleHook: no pause while traffic moves.
        foreach (var (stage, at) in hook.Stages.Each($"{path}.stages"))
        {
            if (hook.Function is null && stage is DeploymentStage.TestTrafficShift or DeploymentStage.ProductionTrafficShift)
                problems.Add("hook.pause-stage", at, service.Name, stage.Spell());
        }
    }

    /// <summary>CodeDeploy User Guide, deployment configurations on ECS, and "Considerations" of Service Connect.</summary>
    private static void CodeDeploy(PlatformDefinition definition, MicroserviceDefinition service, string path, ProblemList problems)
    {
        var deployment = service.Deployment;
        if (definition.Mesh?.Type == MeshType.ServiceConnect)
            problems.Add("deployment.code-deploy-mesh", $"{path}.controller", service.Name);
        if (deployment.Strategy == RolloutStrategy.Linear)
            Step(deployment.Linear.StepPercent, $"{path}.linear.stepPercent", deployment.Linear.StepMinutes, $"{path}.linear.stepMinutes");
        if (deployment.Strategy == RolloutStrategy.Canary)
            Step(deployment.Canary.Percent, $"{path}.canary.percent", deployment.Canary.BakeMinutes, $"{path}.canary.bakeMinutes");
        foreach (var (_, at) in deployment.Hooks.Each($"{path}.hooks").Where(each => each.Item1.Function is null))
            problems.Add("deployment.code-deploy-pause", at, service.Name);
        var asked = new HashSet<DeploymentStage>();
        foreach (var (hook, at) in deployment.Hooks.Each($"{path}.hooks"))
        {
            foreach (var (stage, stageAt) in hook.Stages.Each($"{at}.stages"))
            {
                if (!DeploymentEvents.Has(stage))
                    problems.Add("deployment.code-deploy-stage", stageAt, service.Name, stage.Spell());
                else if (!asked.Add(stage) && hook.Stages.Count(other => other == stage) == 1)
                    problems.Add("deployment.code-deploy-function", stageAt, service.Name, stage.Spell());
            }
        }

        void Step(double percent, string percentPath, int minutes, string minutesPath)
        {
            if (percent is < 1 or > 99 || percent != Math.Floor(percent))
                problems.Add("deployment.code-deploy-percent", percentPath, service.Name, percent.ToString(CultureInfo.InvariantCulture));
            if (minutes < 1)
                problems.Add("deployment.code-deploy-minutes", minutesPath, service.Name);
        }
    }
}
