using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>CodeDeploy's names for the stages of a deployment, and where its hooks are kept: CodeDeploy knows them only from one deployment to the next, so they are tags of the deployment group.</summary>
internal static class DeploymentEvents
{
    /// <summary>What a tag's key begins with; the event follows, and the value is the function's ARN.</summary>
    public const string HookTag = "ecsplatform:hook:";

    // CodeDeploy User Guide, "AppSpec 'hooks' section for an Amazon ECS deployment".
    private static readonly Dictionary<DeploymentStage, string> Events = new()
    {
        [DeploymentStage.PreScaleUp] = "BeforeInstall",
        [DeploymentStage.PostScaleUp] = "AfterInstall",
        [DeploymentStage.PostTestTrafficShift] = "AfterAllowTestTraffic",
        [DeploymentStage.PreProductionTrafficShift] = "BeforeAllowTraffic",
        [DeploymentStage.PostProductionTrafficShift] = "AfterAllowTraffic",
    };

    /// <summary>CodeDeploy can call a function there.</summary>
    public static bool Has(DeploymentStage stage) => Events.ContainsKey(stage);

    /// <summary>Function by event.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<DeploymentHook> hooks) => hooks
        .Where(hook => hook.Function is not null)
        .SelectMany(hook => hook.Stages.Where(Has).Select(stage => (Event: Events[stage], hook.Function)))
        .DistinctBy(hook => hook.Event)
        .ToDictionary(hook => hook.Event, hook => hook.Function!, StringComparer.Ordinal);

    /// <summary>Function by event, as the deployment group's tags say.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> tags) => tags
        .Where(tag => tag.Key.StartsWith(HookTag, StringComparison.Ordinal))
        .ToDictionary(tag => tag.Key[HookTag.Length..], tag => tag.Value, StringComparer.Ordinal);

    /// <summary>The hooks of a definition that such tags come from.</summary>
    public static IReadOnlyList<DeploymentHook> Read(IReadOnlyDictionary<string, string> tags)
    {
        var functions = Of(tags);
        return [.. Events.Where(pair => functions.ContainsKey(pair.Value)).Select(pair => new DeploymentHook { Stages = [pair.Key], Function = functions[pair.Value] })];
    }
}
