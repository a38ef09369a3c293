using System.Text.Json.Nodes;
using EcsPlatform.Sandbox.Services.Lambda;

namespace EcsPlatform.Sandbox.Services;

/// <summary>Where ECS and CodeDeploy call the Lambda functions of their hooks: the only place that knows how.</summary>
internal static class FunctionCalls
{
    /// <summary>Calls a function and waits for its answer.</summary>
    /// <param name="region">Where it lives.</param>
    /// <param name="role">The role that calls: its policies must allow it.</param>
    /// <param name="function">Its ARN or name.</param>
    /// <param name="payload">The event.</param>
    /// <returns>Its answer; or why it could not be called, or failed; and whether it was called at all.</returns>
    public static (JsonNode? Answer, string? Error, bool WasCalled) Invoke(SandboxRegion region, string? role, string function, JsonObject payload)
    {
        var arn = function.StartsWith("arn:", StringComparison.Ordinal) ? function : region.Arn("lambda", $"function:{function}");
        if (role is not null && !region.Get<IamService>().Allows(role, "lambda:InvokeFunction", arn))
        {
            return (null, $"{region.Get<IamService>().Refusal(role, "lambda:InvokeFunction", arn)} (Service: Lambda, Status Code: 403)", false);
        }

        try
        {
            // Both go over the wire: a number that a behaviour wrote as an int is read as a double here.
            var result = region.Get<LambdaService>().Invoke(arn, JsonNode.Parse(payload.ToJsonString()));
            var answer = result.Payload?.ToJsonString();
            return result.Succeeded ? (JsonNode.Parse(answer ?? "null"), null, true) : (null, $"{result.FunctionError}: {answer}", true);
        }
        catch (AwsError error)
        {
            return (null, error.Message, false);
        }
    }
}
