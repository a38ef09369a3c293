using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AcmPca;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What the parts of a blueprint share: the definition, the names, and the resources so far, each after what it needs.</summary>
internal sealed class BlueprintContext(PlatformDefinition definition, BlueprintOptions options)
{
    private readonly List<Resource> _resources = [];

    public PlatformDefinition Definition { get; } = definition;

    public BlueprintOptions Options { get; } = options;

    public PlatformNames Names { get; } = PlatformNames.For(definition);

    public IReadOnlyList<Resource> Resources => _resources;

    /// <summary>The customer-managed keys, which come before all that they encrypt.</summary>
    public EncryptionKeys Keys { get; set; } = EncryptionKeys.None;

    /// <summary>Who issues the mesh's certificates; null when calls between services are not encrypted.</summary>
    public MeshAuthority? Authority { get; set; }

    /// <summary>The secrets that rotate; their functions and rotations come after everything else.</summary>
    public IList<WantedRotation> Rotations { get; } = [];

    /// <summary>That part is to be built.</summary>
    public bool Builds(PlatformParts part) => Options.Parts.HasFlag(part);

    /// <summary>Adds a resource; whatever it needs has been added before.</summary>
    public TResource Add<TResource>(TResource resource)
        where TResource : Resource
    {
        _resources.Add(resource);
        return resource;
    }
}
