using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Cloud Map's refusals.</summary>
internal static class CloudMapErrors
{
    public static AwsError InvalidInput(string message) => new("InvalidInput", message);

    public static AwsError InvalidToken() => InvalidInput("The next token is not valid.");

    public static AwsError NamespaceNotFound(string id) => new("NamespaceNotFound", $"Namespace not found: {id}");

    public static AwsError ServiceNotFound(string id) => new("ServiceNotFound", $"Service not found: {id}");

    public static AwsError InstanceNotFound(string id) => new("InstanceNotFound", $"Instance not found: {id}");

    public static AwsError ResourceNotFound(string arn) => new("ResourceNotFoundException", $"Resource not found: {arn}");

    public static AwsError InUse(string message) => new("ResourceInUse", message);

    public static AwsError LimitExceeded(string message) => new("ResourceLimitExceeded", message);

    /// <summary>The same operation is under way; the error names it.</summary>
    public static AwsError Duplicate(Operation running, string what) =>
        new("DuplicateRequest", $"Another operation of type {what} and id {running.Id} is in progress")
        {
            Detail = new DuplicateRequestException("") { DuplicateOperationId = running.Id },
        };

    /// <summary>Refuses with InvalidInput where the condition does not hold.</summary>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw InvalidInput(message);
        }
    }
}
