using Amazon.Runtime;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>What App Mesh's error codes mean; all its resources share them.</summary>
internal static class AppMeshErrors
{
    // App Mesh API, common to all operations. moto writes MeshNotFound, VirtualNodeNotFound and so on.
    public static bool IsMissing(AmazonServiceException error) => error.ErrorCode?.Contains("NotFound", StringComparison.Ordinal) == true && error.ErrorCode is not "NotFound";

    // ConflictException: the name is there (or the token was used for something else). moto writes VirtualNodeNameAlreadyTaken and so on.
    public static bool IsNameTaken(AmazonServiceException error) =>
        error.ErrorCode == "ConflictException" || error.ErrorCode?.EndsWith("AlreadyTaken", StringComparison.Ordinal) == true;

    /// <summary>What a call answers; the default where what it asks for has gone, with its mesh perhaps, or with App Mesh itself: what that means is said by whoever asks for the mesh.</summary>
    public static async Task<T?> UnlessGoneAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException error) when (IsMissing(error))
        {
            return default;
        }
        catch (Exception error) when (AppMeshEnd.IsGone(error))
        {
            return default;
        }
    }

    /// <summary>Something that refers to it, and goes too, is still there.</summary>
    public static bool IsHeld(AmazonServiceException error) => error.ErrorCode == "ResourceInUseException";
}
