using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>The CodeDeploy application that the platform's deployment groups hang on.</summary>
public sealed class ApplicationResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => ApplicationKind.Instance;

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs => [];
}

/// <summary>An application: its tags are all that can change.</summary>
/// <param name="Tags">Its tags.</param>
public sealed record ApplicationState(IReadOnlyDictionary<string, string> Tags);

/// <summary>How applications are found, made and removed.</summary>
public sealed class ApplicationKind : ResourceKind<ApplicationResource, ApplicationState>
{
    /// <summary>The one instance.</summary>
    public static ApplicationKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "application";

    /// <summary>Last of all: as long as it is there, a look knows that there is something to look for.</summary>
    public override IReadOnlyList<string> RemovedAfter => ["deployment-group", "deployment-config"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) => error.ErrorCode == "ApplicationAlreadyExistsException";

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ApplicationDoesNotExistException";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<ApplicationState>>> ObserveAsync(Observation observation)
    {
        if (await CodeDeployListing.GroupNamesAsync(observation) is null)
        {
            return [];
        }

        var name = CodeDeployListing.ApplicationName(observation);
        var tags = await CodeDeployTags.OfAsync(observation, CodeDeployTags.Application, name);
        return [Found(observation, name, name, new ApplicationState(tags), tags)];
    }

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(ApplicationResource desired, ApplicationState live, Resolution resolution) =>
        new Differences().CheckTags(live.Tags, resolution.Tags(desired));

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(ApplicationResource desired, Resolution resolution) =>
        [PlannedCall.Of(CodeDeployModel.CreateApplication, Request(desired, resolution))];

    /// <inheritdoc/>
    protected override async Task<Live<ApplicationState>> CreateAsync(ApplicationResource desired, ApplyContext context)
    {
        await context.Aws.CodeDeploy.CreateApplicationAsync(Request(desired, context.Resolution), context.Cancellation);
        return Made(desired, desired.Name, new ApplicationState(context.Resolution.Tags(desired)));
    }

    /// <inheritdoc/>
    protected override async Task<Live<ApplicationState>> UpdateAsync(ApplicationResource desired, Live<ApplicationState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        await CodeDeployTags.PutAsync(CodeDeployTags.Application, desired.Name, context.Resolution.Tags(desired), context);
        return live;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<ApplicationState> live, ApplyContext context) =>
        context.Aws.CodeDeploy.DeleteApplicationAsync(new DeleteApplicationRequest { ApplicationName = live.Name }, context.Cancellation);

    private static CreateApplicationRequest Request(ApplicationResource desired, Resolution resolution) => new()
    {
        ApplicationName = desired.Name,
        ComputePlatform = ComputePlatform.ECS,
        Tags = CodeDeployTags.List(resolution.Tags(desired)),
    };
}
