using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.ECS.Model;

namespace EcsPlatform.Core.Deployments;

/// <summary>What CodeDeploy is to deploy (CodeDeploy User Guide, "AppSpec File structure for Amazon ECS deployments"), written and read.</summary>
internal static partial class AppSpec
{
    /// <summary>A revision for a service.</summary>
    /// <param name="taskDefinition">The ARN of the task definition.</param>
    /// <param name="container">The container that the load balancer knows.</param>
    /// <param name="port">Its port.</param>
    /// <param name="network">Where the new tasks' interfaces are; where the old ones' are when left out.</param>
    /// <param name="hooks">Function by lifecycle event.</param>
    public static RevisionLocation Of(string taskDefinition, string container, int port, AwsVpcConfiguration? network, IReadOnlyDictionary<string, string> hooks)
    {
        var properties = new JsonObject
        {
            ["TaskDefinition"] = taskDefinition,
            ["LoadBalancerInfo"] = new JsonObject { ["ContainerName"] = container, ["ContainerPort"] = port },
        };
        if (network is not null)
        {
            properties["NetworkConfiguration"] = new JsonObject
            {
                ["AwsvpcConfiguration"] = new JsonObject
                {
                    ["Subnets"] = new JsonArray([.. network.Subnets.Select(subnet => JsonValue.Create(subnet))]),
                    ["SecurityGroups"] = new JsonArray([.. network.SecurityGroups.Select(group => JsonValue.Create(group))]),
                    ["AssignPublicIp"] = network.AssignPublicIp?.Value ?? "DISABLED",
                },
            };
        }

        var spec = new JsonObject
        {
            ["version"] = "0.0",
            ["Resources"] = new JsonArray(new JsonObject { ["TargetService"] = new JsonObject { ["Type"] = "AWS::ECS::Service", ["Properties"] = properties } }),
        };
        if (hooks.Count > 0)
        {
            spec["Hooks"] = new JsonArray([.. hooks.OrderBy(hook => hook.Key, StringComparer.Ordinal).Select(hook => new JsonObject { [hook.Key] = hook.Value })]);
        }

        return new RevisionLocation
        {
            RevisionType = RevisionLocationType.AppSpecContent,
            AppSpecContent = new AppSpecContent { Content = spec.ToJsonString(new JsonSerializerOptions()) },
        };
    }

    /// <summary>"task-payment-api-dev:7", whoever wrote the revision, in JSON or YAML; null where it cannot be seen.</summary>
    public static string? TaskDefinitionOf(RevisionLocation? revision) =>
        Content(revision) is { } content && TaskDefinition().Match(content) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Function by lifecycle event, whoever wrote the revision, in JSON or YAML; null where it cannot be seen.</summary>
    public static IReadOnlyDictionary<string, string>? FunctionsOf(RevisionLocation? revision) => Content(revision) is { } content
        ? Function().Matches(content).DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal)
        : null;

    private static string? Content(RevisionLocation? revision) => revision?.AppSpecContent?.Content ?? revision?.String?.Content;

    [GeneratedRegex("""["']?(BeforeInstall|AfterInstall|AfterAllowTestTraffic|BeforeAllowTraffic|AfterAllowTraffic)["']?\s*:\s*["']?([^"'\s,}\]]+)""")]
    private static partial Regex Function();

    [GeneratedRegex("""["']?TaskDefinition["']?\s*:\s*["']?(?:[^"'\s,}]*/)?([^"'\s,}/]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex TaskDefinition();
}
