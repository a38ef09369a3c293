using System.Globalization;
using System.Text.RegularExpressions;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>How traffic moves, as the name of a deployment configuration says it. CodeDeploy's configurations never change and have no tags: a name of ours says what is in it.</summary>
/// <param name="Strategy">At once, in equal steps, or a share first.</param>
/// <param name="Percent">Of a step, or of the first share; 100 for all at once.</param>
/// <param name="Minutes">Between steps, or before the rest.</param>
internal sealed partial record DeploymentConfigName(RolloutStrategy Strategy, int Percent, int Minutes)
{
    // CodeDeploy User Guide, "Predefined deployment configurations for an Amazon ECS compute platform".
    private static readonly Dictionary<DeploymentConfigName, string> BuiltIn = new()
    {
        [new(RolloutStrategy.BlueGreen, 100, 0)] = "CodeDeployDefault.ECSAllAtOnce",
        [new(RolloutStrategy.Linear, 10, 1)] = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
        [new(RolloutStrategy.Linear, 10, 3)] = "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
        [new(RolloutStrategy.Canary, 10, 5)] = "CodeDeployDefault.ECSCanary10Percent5Minutes",
        [new(RolloutStrategy.Canary, 10, 15)] = "CodeDeployDefault.ECSCanary10Percent15Minutes",
    };

    /// <summary>CodeDeploy has one that fits.</summary>
    public bool IsBuiltIn => BuiltIn.ContainsKey(this);

    /// <summary>What a definition asks for.</summary>
    public static DeploymentConfigName Of(DeploymentDefinition deployment) => deployment.Strategy switch
    {
        RolloutStrategy.Linear => new(RolloutStrategy.Linear, (int)deployment.Linear.StepPercent, deployment.Linear.StepMinutes),
        RolloutStrategy.Canary => new(RolloutStrategy.Canary, (int)deployment.Canary.Percent, deployment.Canary.BakeMinutes),
        _ => new(RolloutStrategy.BlueGreen, 100, 0),
    };

    /// <summary>Reads a name; null for one that somebody else gave.</summary>
    public static DeploymentConfigName? Parse(string name, PlatformNames names)
    {
        if (BuiltIn.FirstOrDefault(entry => entry.Value == name) is { Value: not null } known)
        {
            return known.Key;
        }

        var match = Written().Match(name);
        if (!match.Success)
        {
            return null;
        }

        var parsed = new DeploymentConfigName(
            match.Groups[1].Value == "linear" ? RolloutStrategy.Linear : RolloutStrategy.Canary,
            int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
        return parsed.In(names) == name ? parsed : null;
    }

    /// <summary>The name: CodeDeploy's own where one fits, else the platform's.</summary>
    public string In(PlatformNames names) => BuiltIn.TryGetValue(this, out var known) ? known : names.Shared(ResourceType.DeploymentConfig, Part);

    /// <summary>"linear-20-3": 20 % every 3 minutes.</summary>
    public string Part => string.Create(CultureInfo.InvariantCulture, $"{(Strategy == RolloutStrategy.Linear ? "linear" : "canary")}-{Percent}-{Minutes}");

    [GeneratedRegex("-(linear|canary)-([0-9]{1,2})-([0-9]{1,4})-")]
    private static partial Regex Written();
}
