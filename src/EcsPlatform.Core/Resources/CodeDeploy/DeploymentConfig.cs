using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>A deployment configuration of the platform's own, where none of CodeDeploy's fits: in which steps the traffic moves.</summary>
public sealed class DeploymentConfigResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => DeploymentConfigKind.Instance;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [Application];

    /// <summary>The platform's application: it is there first and goes last, so that what cannot be tagged is looked for.</summary>
    public required ApplicationResource Application { get; init; }

    /// <summary>What is in it.</summary>
    internal DeploymentConfigName Steps { get; init; } = null!;
}

/// <summary>A deployment configuration: its name says what is in it.</summary>
public sealed record DeploymentConfigState(string Name);

/// <summary>How deployment configurations are found, made and removed. They cannot be changed or tagged; other steps are another one, with another name.</summary>
public sealed class DeploymentConfigKind : ResourceKind<DeploymentConfigResource, DeploymentConfigState>
{
    /// <summary>The one instance.</summary>
    public static DeploymentConfigKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "deployment-config";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["deployment-group"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "DeploymentConfigAlreadyExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "DeploymentConfigDoesNotExistException";

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode == "DeploymentConfigInUseException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<DeploymentConfigState>>> ObserveAsync(Observation observation)
    {
        if (await CodeDeployListing.GroupNamesAsync(observation) is null)
        {
            return []; // the application is there before them and after them
        }

        var names = await Pages.AllAsync(
            next => observation.Aws.CodeDeploy.ListDeploymentConfigsAsync(new ListDeploymentConfigsRequest { NextToken = next }, observation.Cancellation),
            page => page.DeploymentConfigsList,
            page => page.NextToken);
        return names.Select(name => (name, Steps: DeploymentConfigName.Parse(name, observation.Scope.Names)))
            .Where(config => config.Steps is { IsBuiltIn: false })
            .Select(config => new Live<DeploymentConfigState>(Type, config.name, config.name, new DeploymentConfigState(config.name)) { LogicalId = $"{Type}/{config.Steps!.Part}" });
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(DeploymentConfigResource desired, DeploymentConfigState live, Resolution resolution) => [];

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(DeploymentConfigResource desired, Resolution resolution) =>
        [PlannedCall.Of(CodeDeployModel.CreateDeploymentConfig, Request(desired))];

    /// <inheritdoc/>
    protected override async Task<Live<DeploymentConfigState>> CreateAsync(DeploymentConfigResource desired, ApplyContext context)
    {
        await context.Aws.CodeDeploy.CreateDeploymentConfigAsync(Request(desired), context.Cancellation);
        return Made(desired, desired.Name, new DeploymentConfigState(desired.Name));
    }

    /// <inheritdoc/>
    protected override Task<Live<DeploymentConfigState>> UpdateAsync(DeploymentConfigResource desired, Live<DeploymentConfigState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context) =>
        Task.FromResult(live);

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<DeploymentConfigState> live, ApplyContext context) =>
        context.Aws.CodeDeploy.DeleteDeploymentConfigAsync(new DeleteDeploymentConfigRequest { DeploymentConfigName = live.Name }, context.Cancellation);

    private static CreateDeploymentConfigRequest Request(DeploymentConfigResource desired) => new()
    {
        DeploymentConfigName = desired.Name,
        ComputePlatform = ComputePlatform.ECS,
        TrafficRoutingConfig = desired.Steps.Strategy == RolloutStrategy.Linear
            ? new TrafficRoutingConfig
            {
                Type = TrafficRoutingType.TimeBasedLinear,
                TimeBasedLinear = new TimeBasedLinear { LinearPercentage = desired.Steps.Percent, LinearInterval = desired.Steps.Minutes },
            }
            : new TrafficRoutingConfig
            {
                Type = TrafficRoutingType.TimeBasedCanary,
                TimeBasedCanary = new TimeBasedCanary { CanaryPercentage = desired.Steps.Percent, CanaryInterval = desired.Steps.Minutes },
            },
    };
}
