using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Export;

/// <summary>One step of a platform's making: what is there is read, changed in one place, and planned. Running it twice changes nothing the second time.</summary>
/// <param name="Scope">Which copy of which platform.</param>
/// <param name="Builds">The parts that this step may make.</param>
/// <param name="Apply">What is to become of what is there.</param>
public sealed record PlatformChange(PlatformScope Scope, PlatformParts Builds, Func<PlatformDefinition, PlatformDefinition> Apply)
{
    /// <summary>The parts that must be there already.</summary>
    public PlatformParts Requires { get; init; }

    /// <summary>Services that this step adds: whether somebody else has their names is looked at too.</summary>
    public IReadOnlyList<MicroserviceDefinition> Adds { get; init; } = [];

    /// <summary>Services that this step removes.</summary>
    public IReadOnlyCollection<string> Removes { get; init; } = [];

    /// <summary>The mesh that this step asks for; null where it asks for none. Where that is App Mesh, whether it is still there is asked before anything is made.</summary>
    public MeshType? Mesh { get; init; }

    /// <summary>The certificate that this step gives the load balancer; null where it gives none. Whether it can be used is asked before anything is made.</summary>
    public string? CertificateArn { get; init; }

    /// <summary>The folder of relative files, stand-ins, images.</summary>
    public BlueprintOptions Options { get; init; } = new();

    /// <summary>Resources whose names this step will want.</summary>
    internal IReadOnlyList<Resource> Named() => PlatformBlueprint.Build(
        Empty(Scope) with { LoadBalancer = Balancer, Mesh = Mesh is { } mesh ? new MeshDefinition { Type = mesh } : null, Services = [.. Adds.Select(service => service with { Calls = [], Secrets = new Dictionary<string, string>(), Policies = [] })] },
        Options with { Parts = Builds | Requires | (Adds.Count > 0 ? PlatformParts.Network | PlatformParts.Cluster : 0) | (Mesh is null ? 0 : PlatformParts.Network | PlatformParts.Mesh) });

    /// <summary>The wanted resources, and what of ours may go, given what is there.</summary>
    /// <exception cref="PlatformChangeException">A part is missing, or what would become of it is not valid.</exception>
    internal WantedChange Becomes(IReadOnlyList<LiveResource> live)
    {
        var export = PlatformExport.Read(Scope, live);
        if ((Requires & ~export.Parts) is var missing and not PlatformParts.None)
        {
            throw PlatformChangeException.Missing(Scope, missing);
        }

        var definition = Apply(export.Definition);
        var problems = DefinitionValidator.Validate(definition);
        if (problems.Count > 0)
        {
            throw PlatformChangeException.Invalid(problems);
        }

        var former = Wants(export);
        return new WantedChange(
            PlatformBlueprint.Build(definition, Options with { Parts = export.Parts | Builds }),
            resource => IsSurplus(resource) || (resource.LogicalId is { } id && former.Contains(id)));
    }

    /// <summary>What was wanted until now. What of it this step wants no more goes: another mesh's names and proxies, a rotation's function, a key.</summary>
    private HashSet<string> Wants(PlatformExport export) => DefinitionValidator.Validate(export.Definition).Count == 0
        ? [.. PlatformBlueprint.Build(export.Definition, Options with { Parts = export.Parts }).Select(resource => resource.LogicalId)]
        : [];

    /// <summary>What goes when it is not wanted: what belongs to a removed service, and what the parts that this step makes have shared so far (the NAT gateways of other zones, a listener).</summary>
    private bool IsSurplus(LiveResource live) => live.Service is { } service ? Removes.Contains(service) : PlatformBlueprint.IsShared(live.Type, Builds);

    private LoadBalancerDefinition Balancer => CertificateArn is null
        ? new LoadBalancerDefinition()
        : new LoadBalancerDefinition { Listeners = [new ListenerDefinition { Port = 443, Protocol = ListenerProtocol.Https, CertificateArn = CertificateArn }] };

    private static PlatformDefinition Empty(PlatformScope scope) => new() { Name = scope.Platform, EnvironmentSuffix = scope.Suffix, Region = scope.Region };
}
