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

    /// <summary>Something that refers to it, and goes too, is still there.</summary>
    public static bool IsHeld(AmazonServiceException error) => error.ErrorCode == "ResourceInUseException";
}
