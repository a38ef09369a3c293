using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Export;

/// <summary>What follows where another way of deploying is asked for, and nothing is said of what that way has no use for.</summary>
internal static class DeploymentMove
{
    /// <summary>The deployment settings as they are to be.</summary>
    /// <param name="read">What was there, with what was said in its place.</param>
    /// <param name="said">The keys that were said.</param>
    public static DeploymentDefinition Settle(DeploymentDefinition read, IReadOnlySet<string> said)
    {
        // Only ECS rolls, and it asks nobody on the way.
        var rolls = read.Strategy == RolloutStrategy.Rolling && said.Contains("strategy");
        return read with
        {
            Controller = rolls && !said.Contains("controller") ? RolloutController.Ecs : read.Controller,
            Hooks = rolls && !said.Contains("hooks") ? [] : read.Hooks,

            // A definition leaves the alarm out; an edit has to say that it goes.
            ErrorAlarm = read.ErrorAlarm is { Count: 0 } ? null : read.ErrorAlarm,
        };
    }
}
