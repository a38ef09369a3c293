using System.Globalization;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;
using KeyValuePair = Amazon.ECS.Model.KeyValuePair;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Writes what App Mesh adds to a task: the proxy, the container that lays out its certificates, and the redirection of the task's traffic.</summary>
internal static class EnvoyContainers
{
    private const string User = "1337"; // whose own traffic is not redirected (App Mesh user guide, "Getting started with App Mesh and Amazon ECS")
    private const string NoPort = "9"; // ECS wants a port to redirect; a service without one gets discard's, to which no group lets anybody

    // ECS's addresses for credentials and metadata stay as they are.
    private const string LocalAddresses = "169.254.170.2,169.254.169.254";

    // Variables of the container that lays out certificates, and the secret's keys behind them.
    private static readonly (string Variable, string Key)[] Parts = [("MESH_CERTIFICATE", "certificate"), ("MESH_CHAIN", "chain"), ("MESH_PRIVATE_KEY", "privateKey")];

    // The image has a shell and little else: nothing but what the shell does itself. Root writes (a task's volume is root's), 1337 must read.
    private const string LayOut =
        "set -e; umask 022; " +
        "printf '%s\\n%s\\n' \"$MESH_CERTIFICATE\" \"$MESH_CHAIN\" > " + CertificateFiles.Chain + "; " +
        "printf '%s\\n' \"$MESH_PRIVATE_KEY\" > " + CertificateFiles.PrivateKey + "; " +
        "printf '%s\\n' \"$MESH_CHAIN\" > " + CertificateFiles.Authority;

    /// <summary>The containers beside the microservice's own.</summary>
    public static IEnumerable<ContainerDefinition> Of(TaskDefinitionResource desired, Resolution resolution)
    {
        if (desired.Envoy is { } envoy)
        {
            yield return Proxy(desired, envoy, resolution);
            if (envoy.Certificate is { } certificate)
            {
                yield return Certificates(desired, envoy, certificate, resolution);
            }
        }
    }

    /// <summary>What comes in on the port, and everything that goes out, passes through Envoy.</summary>
    public static ProxyConfiguration? Redirection(TaskDefinitionResource desired) => desired.Envoy is null ? null : new ProxyConfiguration
    {
        Type = ProxyConfigurationType.APPMESH,
        ContainerName = EnvoySidecar.Container,
        Properties =
        [
            Property("AppPorts", desired.Definition.Port?.ToString(CultureInfo.InvariantCulture) ?? NoPort),
            Property("EgressIgnoredIPs", LocalAddresses),
            Property("IgnoredUID", User),
            Property("ProxyEgressPort", "15001"),
            Property("ProxyIngressPort", "15000"),
        ],
    };

    /// <summary>The volume that holds certificates, as long as the task lives.</summary>
    public static List<Volume>? Volumes(TaskDefinitionResource desired) => desired.Envoy?.Certificate is null ? null : [new Volume { Name = CertificateFiles.Volume }];

    /// <summary>The microservice starts when its proxy takes calls.</summary>
    public static List<ContainerDependency>? BeforeTheService(TaskDefinitionResource desired) =>
        desired.Envoy is null ? null : [new ContainerDependency { ContainerName = EnvoySidecar.Container, Condition = ContainerCondition.HEALTHY }];

    private static ContainerDefinition Proxy(TaskDefinitionResource desired, EnvoySidecar envoy, Resolution resolution) => new()
    {
        Name = EnvoySidecar.Container,
        Image = envoy.Image,
        Essential = true,
        User = User,
        MemoryReservation = EnvoySidecar.ProxyReservation,
        Environment = [Property("APPMESH_RESOURCE_ARN", VirtualNodeKind.Arn(envoy.Node, resolution))],
        HealthCheck = new HealthCheck
        {
            Command = ["CMD-SHELL", "curl -s http://localhost:9901/server_info | grep state | grep -q LIVE"],
            Interval = 5,
            Timeout = 2,
            Retries = 3,
            StartPeriod = 10,
        },
        DependsOn = envoy.Certificate is null ? null : [new ContainerDependency { ContainerName = CertificateFiles.Volume, Condition = ContainerCondition.SUCCESS }],
        MountPoints = envoy.Certificate is null ? null : [new MountPoint { SourceVolume = CertificateFiles.Volume, ContainerPath = CertificateFiles.Folder, ReadOnly = true }],
        LogConfiguration = TaskDefinitionRequest.Logs(desired, EnvoySidecar.Container, resolution),
    };

    private static ContainerDefinition Certificates(TaskDefinitionResource desired, EnvoySidecar envoy, Resource certificate, Resolution resolution) => new()
    {
        Name = CertificateFiles.Volume,
        Image = envoy.Image,
        Essential = false,
        User = "0",
        ReadonlyRootFilesystem = true,
        EntryPoint = ["sh", "-c"],
        Command = [LayOut],
        Secrets = [.. Parts.Select(part => new Secret { Name = part.Variable, ValueFrom = $"{resolution.Id(certificate)}:{part.Key}::" })],
        MountPoints = [new MountPoint { SourceVolume = CertificateFiles.Volume, ContainerPath = CertificateFiles.Folder, ReadOnly = false }],
        MemoryReservation = EnvoySidecar.CertificatesReservation,
        LogConfiguration = TaskDefinitionRequest.Logs(desired, CertificateFiles.Volume, resolution),
    };

    private static KeyValuePair Property(string name, string value) => new() { Name = name, Value = value };
}
