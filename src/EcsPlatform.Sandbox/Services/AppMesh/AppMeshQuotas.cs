namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>App Mesh's default quotas (User Guide, "App Mesh service quotas").</summary>
internal static class AppMeshQuotas
{
    public const int Meshes = 15;

    public const int VirtualNodes = 200;

    public const int VirtualRouters = 200;

    public const int VirtualServices = 200;

    public const int RoutesPerRouter = 50;

    public const int BackendsPerNode = 50;

    public const int Tags = 50;
}
