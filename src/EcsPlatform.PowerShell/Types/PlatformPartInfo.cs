namespace EcsPlatform;

/// <summary>A part of a platform, and what a run did to it.</summary>
public record PlatformPartInfo : IPlatformPart
{
    /// <inheritdoc/>
    public required string PlatformName { get; init; }

    /// <inheritdoc/>
    public required string EnvironmentSuffix { get; init; }

    /// <inheritdoc/>
    public required string Region { get; init; }

    /// <summary>Which part: "network", "cluster", "load balancer", "secret database".</summary>
    public required string Part { get; init; }

    /// <summary>The id or ARN of its main resource.</summary>
    public string? Id { get; init; }

    /// <summary>Resources that were created.</summary>
    public int Created { get; init; }

    /// <summary>Resources that were changed in place.</summary>
    public int Updated { get; init; }

    /// <summary>Resources that were removed because nobody wants them any more.</summary>
    public int Removed { get; init; }

    /// <summary>Resources that were as wanted.</summary>
    public int Unchanged { get; init; }

    /// <summary>Something was created, changed or removed; false when a run found all as wanted.</summary>
    public bool IsChanged => Created + Updated + Removed > 0;

    /// <summary>What was left to start by itself (-NoWait): "service/web". Empty when all is ready.</summary>
    public IReadOnlyList<string> Starting { get; init; } = [];

    /// <summary>How long the run took, on the clock of AWS or of the sandbox.</summary>
    public TimeSpan Took { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Part} of {PlatformName}-{EnvironmentSuffix} ({Region})";
}

/// <summary>A network, and what a run did to it.</summary>
public sealed record PlatformNetworkInfo : PlatformPartInfo
{
    /// <summary>The VPC's id.</summary>
    public string? VpcId => Id;

    /// <summary>The ids of the public subnets, by zone.</summary>
    public IReadOnlyList<string> PublicSubnetIds { get; init; } = [];

    /// <summary>The ids of the private subnets, by zone.</summary>
    public IReadOnlyList<string> PrivateSubnetIds { get; init; } = [];

    /// <summary>The ids of the NAT gateways, by zone; none where there are none.</summary>
    public IReadOnlyList<string> NatGatewayIds { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>A load balancer, and what a run did to it.</summary>
public sealed record PlatformLoadBalancerInfo : PlatformPartInfo
{
    /// <summary>Where it answers.</summary>
    public string? Url { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>A mesh, and what a run did to it and to the services in it.</summary>
public sealed record PlatformMeshInfo : PlatformPartInfo
{
    /// <summary>ServiceConnect, AppMesh or CloudMap.</summary>
    public required string MeshType { get; init; }

    /// <summary>The domain of the services' names.</summary>
    public required string Domain { get; init; }

    /// <summary>Calls between services are encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Callers show certificates too.</summary>
    public bool IsMutual { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>A secret, and what a run did to it; never its value.</summary>
public sealed record PlatformSecretInfo : PlatformPartInfo
{
    /// <summary>What services call it.</summary>
    public required string SecretName { get; init; }

    /// <summary>Days between new values; null where the value stays.</summary>
    public int? RotationDays { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>A microservice, and what a run did to it.</summary>
public sealed record MicroserviceRunInfo : PlatformPartInfo
{
    /// <summary>Its name in the definition.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
