using EcsPlatform.Core.Definition.Validation;

namespace EcsPlatform.Core.Definition;

/// <summary>Finds everything wrong with a definition that can be known without asking AWS.</summary>
public static class DefinitionValidator
{
    // A new part of the definition adds its rules here.
    private static readonly Action<PlatformDefinition, ProblemList>[] Rules =
    [
        ValueRules.Check,
        PlatformRules.Check,
        NetworkRules.Check,
        ClusterRules.Check,
        LoadBalancerRules.Check,
        SecretRules.Check,
        RotationRules.Check,
        EncryptionRules.Check,
        PolicyRules.Check,
        ServiceRules.Check,
        ServiceSizeRules.Check,
        ServiceContainerRules.Check,
        EnvoyRules.Check,
        EnvironmentRules.Check,
        RouteRules.Check,
        DeploymentRules.Check,
        ScalingRules.Check,
        ReferenceRules.Check,
        MeshRules.Check,
    ];

    /// <summary>All problems, in the order of the file; none when the definition can be built.</summary>
    /// <param name="definition">From a file or built in code.</param>
    /// <param name="source">Where the parts stand in the file; null for a definition built in code.</param>
    public static IReadOnlyList<DefinitionProblem> Validate(PlatformDefinition definition, SourceMap? source = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList(source);
        foreach (var check in Rules)
            check(definition, problems);
        return problems.Sorted();
    }
}
