using System.Globalization;

namespace EcsPlatform.Core.Definition;

/// <summary>Where services of a mesh reach each other: the same names in every mesh, so that a move between meshes changes no address.</summary>
public static class MeshAddresses
{
    /// <summary>The domain of the services' names: the definition's own, or <c>{platform}-{suffix}.local</c>.</summary>
    public static string DomainOf(PlatformDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Mesh?.Domain ?? $"{definition.Name}-{definition.EnvironmentSuffix}.local";
    }

    /// <summary>A service's name in the mesh: <c>fraud-detection.payments-dev.local</c>.</summary>
    public static string HostOf(PlatformDefinition definition, string service) => $"{service}.{DomainOf(definition)}";

    /// <summary>What a caller finds in its environment: for each service that it calls <c>{SERVICE}_URL</c>, or <c>{SERVICE}_ADDRESS</c> (host and port) for one that speaks bare TCP; nothing without a mesh.</summary>
    /// <param name="definition">The whole definition.</param>
    /// <param name="caller">One of its services.</param>
    public static IReadOnlyDictionary<string, string> VariablesOf(PlatformDefinition definition, MicroserviceDefinition caller)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(caller);
        return definition.Mesh is null
            ? new Dictionary<string, string>()
            : caller.Calls
                .Select(name => definition.Services.FirstOrDefault(service => service.Name == name))
                .Where(callee => callee?.Port is not null)
                .DistinctBy(callee => callee!.Name)
                .ToDictionary(callee => VariableFor(callee!), callee => AddressOf(definition, callee!), StringComparer.Ordinal);
    }

    /// <summary>"FRAUD_DETECTION_URL" of "fraud-detection".</summary>
    private static string VariableFor(MicroserviceDefinition callee) =>
        callee.Name.ToUpperInvariant().Replace('-', '_') + (callee.Mesh.Protocol == MeshProtocol.Tcp ? "_ADDRESS" : "_URL");

    private static string AddressOf(PlatformDefinition definition, MicroserviceDefinition callee) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(callee.Mesh.Protocol == MeshProtocol.Tcp ? "" : "http://")}{HostOf(definition, callee.Name)}:{callee.Port}");
}
