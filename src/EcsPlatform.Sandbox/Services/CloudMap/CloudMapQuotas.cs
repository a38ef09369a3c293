namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Cloud Map's default quotas (Developer Guide, "Cloud Map quotas").</summary>
internal static class CloudMapQuotas
{
    public const int Namespaces = 50;

    public const int InstancesPerNamespace = 2000;

    public const int InstancesPerService = 1000;

    public const int CustomAttributes = 30;

    public const int Tags = 50;
}
