namespace EcsPlatform.Core.Engine;

/// <summary>One AWS resource as the definition wants it: a node of the graph that a blueprint makes.</summary>
/// <remarks>A value without behaviour: what to do with it is known by its <see cref="Kind"/>. References to other resources are plain properties;
/// what must be there first stands in <see cref="Needs"/>.</remarks>
public abstract class Resource
{
    /// <summary>How resources of this kind are found, compared, made and removed.</summary>
    public abstract IResourceKind Kind { get; }

    /// <summary>What it is called within its kind: "private-b", "payment-api".</summary>
    public required string Key { get; init; }

    /// <summary>The name in AWS, which is also its <c>Name</c> tag.</summary>
    public required string Name { get; init; }

    /// <summary>The microservice that it belongs to; null for what is shared.</summary>
    public string? Service { get; init; }

    /// <summary>The user's tags for it.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What must exist before this can be made.</summary>
    public abstract IEnumerable<Need> Needs { get; }

    /// <summary>Whether it is compared once more when everything else is made: it depends on what comes after it (two services that call each other).</summary>
    public virtual bool IsLookedAtAgain => false;

    /// <summary>"subnet/private-b": unique in the platform, and the value of the tag <see cref="PlatformTags.Id"/>.</summary>
    public string LogicalId => $"{Kind.Type}/{Key}";

    /// <inheritdoc/>
    public override string ToString() => LogicalId;
}

/// <summary>A resource that another one needs.</summary>
/// <param name="Resource">What is needed.</param>
/// <param name="Ready">False: that it exists. True: that it is ready to serve (a NAT gateway that is available, say).</param>
public readonly record struct Need(Resource Resource, bool Ready = false)
{
    /// <summary>Needed to exist.</summary>
    public static implicit operator Need(Resource resource) => new(resource);

    /// <summary>Needed to exist.</summary>
    public static Need FromResource(Resource resource) => new(resource);
}
