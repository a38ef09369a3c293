namespace EcsPlatform.Sandbox.Services.ApplicationAutoScaling;

/// <summary>Application Auto Scaling's refusals.</summary>
internal static class AutoScalingErrors
{
    public const string Namespace = "ecs";

    public const string Dimension = "ecs:service:DesiredCount";

    public static AwsError Invalid(string message) => new("ValidationException", message);

    public static AwsError NotFound(string message) => new("ObjectNotFoundException", message);

    public static AwsError NoTarget(string resourceId) =>
        NotFound($"No scalable target registered for service namespace: {Namespace}, resource ID: {resourceId}, scalable dimension: {Dimension}");

    public static AwsError InvalidToken() => new("InvalidNextTokenException", "The next token supplied is invalid");

    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw Invalid(message);
        }
    }

    /// <summary>Only ECS services are scaled here.</summary>
    public static void CheckKind(string? serviceNamespace, string? dimension)
    {
        Require(serviceNamespace == Namespace, $"The EcsPlatform sandbox scales the service namespace ecs only, not {serviceNamespace}.");
        Require(dimension is null or Dimension, $"Unsupported service namespace, resource type or scalable dimension: {serviceNamespace}, {dimension}");
    }

    public static int PageSize(int? asked, int limit)
    {
        Require(asked is null || (asked >= 1 && asked <= limit), $"MaxResults must be between 1 and {limit}.");
        return asked ?? limit;
    }
}
