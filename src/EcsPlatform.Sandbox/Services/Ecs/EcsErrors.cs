namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Amazon ECS's refusals, in its own words.</summary>
internal static class EcsErrors
{
    public static AwsError Client(string message) => new("ClientException", message);

    public static AwsError InvalidParameter(string message) => new("InvalidParameterException", message);

    public static AwsError ClusterNotFound() => new("ClusterNotFoundException", "Cluster not found.");

    public static AwsError ServiceNotFound() => new("ServiceNotFoundException", "Service not found.");

    public static AwsError TaskDefinitionNotFound() => Client("Unable to describe task definition.");

    public static AwsError InvalidToken() => InvalidParameter("Invalid token.");

    /// <summary>Refuses with InvalidParameterException where the condition does not hold.</summary>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw InvalidParameter(message);
        }
    }
}
