using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Definition.Validation;

/// <summary>What App Mesh's proxy needs beside a service's container.</summary>
internal static class EnvoyRules
{
    private static readonly string[] OwnContainers = [EnvoySidecar.Container, CertificateFiles.Volume];

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        if (definition.Mesh?.Type != MeshType.AppMesh)
            return;
        foreach (var (service, path) in definition.EachService())
        {
            if (OwnContainers.Contains(service.Name))
                problems.Add("mesh.container-name", $"{path}.name", service.Name);
            if (service.MemoryLimit is { } limit && limit + EnvoySidecar.Room > service.Memory)
                problems.Add("mesh.envoy-memory", $"{path}.memoryLimit", service.Name, service.Memory - limit, EnvoySidecar.Room);
            else if (service.MemoryReservation is { } reserved && reserved + EnvoySidecar.Room > service.Memory)
                problems.Add("mesh.envoy-memory", $"{path}.memoryReservation", service.Name, service.Memory - reserved, EnvoySidecar.Room);
        }
    }
}
