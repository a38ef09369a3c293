namespace EcsPlatform.Sandbox.Services;

/// <summary>Where ECS and CodeDeploy call the Lambda functions of their hooks: the only place that knows how.</summary>
internal static class FunctionCalls
{
    /// <summary>Calls a function and waits for its answer.</summary>
    /// <param name="region">Where it lives.</param>
    /// <param name="function">Its ARN or name.</param>
    /// <param name="payload">The event, as JSON.</param>
    /// <returns>Its answer, as JSON; or why it could not be called, or failed.</returns>
    public static (string? Answer, string? Error) Invoke(SandboxRegion region, string function, string payload)
    {
        _ = (region, payload);
        return (null, $"Function not found: {function}");
    }
}
