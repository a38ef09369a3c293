using System.Collections;
using System.Management.Automation;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;

namespace EcsPlatform.PowerShell;

/// <summary>Makes a platform's ECS cluster, or changes what the parameters name.</summary>
[Cmdlet(VerbsCommon.New, "PlatformCluster", SupportsShouldProcess = true)]
[OutputType(typeof(PlatformPartInfo), typeof(PlatformPlanStep))]
public sealed partial class NewPlatformClusterCommand : BuildingCmdlet
{
    /// <summary>The capacity providers that services may use: FARGATE (on demand), FARGATE_SPOT (spare capacity, interrupted with two minutes' notice); FARGATE for a new cluster. Services that say nothing else run on the first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("FARGATE", "FARGATE_SPOT")]
    [ValidateCount(1, 2)]
    public string[]? CapacityProvider { get; set; }

    /// <summary>CloudWatch Container Insights: enabled (by cluster and service), enhanced (down to task and container, at a higher price) or disabled; enabled for a new cluster.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("enabled", "enhanced", "disabled")]
    public string? ContainerInsights { get; set; }

    /// <summary>Tags for cost allocation, on everything of the platform: at most 44. Takes the place of the tags that are there.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>Where services that say nothing else run: of the capacity providers, in equal shares; the first of them for a new cluster.</summary>
    [Parameter]
    [ValidateSet("FARGATE", "FARGATE_SPOT")]
    public string[]? DefaultCapacityProvider { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var scope = Scope();
        using var session = Open(Choice, scope.Region);
        var run = Build(session, "Build the cluster", new PlatformChange(scope, PlatformParts.Cluster, Apply));
        if (run is not null)
        {
            WriteObject(run.Fill(
                new PlatformPartInfo { PlatformName = scope.Platform, EnvironmentSuffix = scope.Suffix, Region = scope.Region, Part = "cluster", Id = run.Ids("cluster").FirstOrDefault() },
                step => step.Type is "cluster" or "key"));
        }
    }

    private PlatformDefinition Apply(PlatformDefinition live)
    {
        var providers = CapacityProvider?.Select(Spelled.As<CapacityProvider>).Distinct().ToArray();
        return live with
        {
            Tags = Tag?.AsText() ?? live.Tags,
            Encryption = Encryption(live.Encryption),
            Cluster = live.Cluster with
            {
                CapacityProviders = providers ?? live.Cluster.CapacityProviders,
                DefaultStrategy = DefaultCapacityProvider is { } defaults ? [.. defaults.Select(Spelled.As<CapacityProvider>).Distinct().Select(provider => new CapacityProviderStrategyItem { Provider = provider })]
                    : providers is null ? live.Cluster.DefaultStrategy : [.. live.Cluster.DefaultStrategy.Where(item => providers.Contains(item.Provider))],
                ContainerInsights = ContainerInsights is { } level ? Spelled.As<ContainerInsights>(level) : live.Cluster.ContainerInsights,
            },
        };
    }
}
