namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>App Mesh's refusals.</summary>
internal static class AppMeshErrors
{
    public static AwsError BadRequest(string message) => new("BadRequestException", message);

    public static AwsError NotFound(string path) => new("NotFoundException", $"There is no resource {path}.");

    public static AwsError Conflict(string message) => new("ConflictException", message);

    public static AwsError InUse(string path, string by) => new("ResourceInUseException", $"{path} cannot be deleted because it is in use by {by}.");

    public static AwsError LimitExceeded(string what, int limit) => new("LimitExceededException", $"The limit of {limit} {what} is exceeded.");

    public static AwsError InvalidToken() => BadRequest("The nextToken is not valid.");

    /// <summary>Refuses with BadRequestException where the condition does not hold.</summary>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw BadRequest(message);
        }
    }

    /// <summary>Refuses a union of which none or more than one member is set.</summary>
    public static void RequireOne(string union, params object?[] members) =>
        Require(members.Count(member => member is not null) == 1, $"Exactly one member of {union} must be set.");
}
