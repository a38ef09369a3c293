using Amazon.AppMesh.Model;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>What App Mesh remembers; keys are the resources' paths ("shop/virtualNode/web").</summary>
internal sealed class AppMeshState
{
    /// <summary>Meshes.</summary>
    public SortedDictionary<string, Held<MeshData>> Meshes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Virtual nodes.</summary>
    public SortedDictionary<string, Held<VirtualNodeData>> VirtualNodes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Virtual routers.</summary>
    public SortedDictionary<string, Held<VirtualRouterData>> VirtualRouters { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Routes of virtual routers.</summary>
    public SortedDictionary<string, Held<RouteData>> Routes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Virtual services.</summary>
    public SortedDictionary<string, Held<VirtualServiceData>> VirtualServices { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A resource with its tags and the request that it stands by.</summary>
/// <typeparam name="T">What Describe shows.</typeparam>
internal sealed class Held<T>
{
    /// <summary>As Describe shows it.</summary>
    public required T Data { get; init; }

    /// <summary>ARN, version, times.</summary>
    public required ResourceMetadata Metadata { get; set; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>The client token of the last request that changed it.</summary>
    public string? Token { get; set; }

    /// <summary>What that request asked for, as JSON.</summary>
    public string? Asked { get; set; }
}
