using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ecr;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Kms;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.SecretsManager;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>What a service's tasks are made of. AWS keeps revisions: a change registers a new one.</summary>
public sealed class TaskDefinitionResource : Resource
{
    /// <summary>The environment variable with the data key's ARN.</summary>
    public const string DataKeyVariable = "DATA_KEY_ARN";

    /// <inheritdoc/>
    public override IResourceKind Kind => TaskDefinitionKind.Instance;

    /// <summary>The microservice as it is defined.</summary>
    public required MicroserviceDefinition Definition { get; init; }

    /// <summary>The service's own repository; null when the image lies elsewhere.</summary>
    public RepositoryResource? Repository { get; init; }

    /// <summary>Where its containers write.</summary>
    public required LogGroupResource LogGroup { get; init; }

    /// <summary>Pulls images, writes logs, reads secrets.</summary>
    public required RoleResource ExecutionRole { get; init; }

    /// <summary>What the code in the task may do.</summary>
    public required RoleResource TaskRole { get; init; }

    /// <summary>The secrets that the definition names, by their names there; those of others as ARNs.</summary>
    public required IReadOnlyDictionary<string, (SecretResource? Ours, string? Arn)> Secrets { get; init; }

    /// <summary>Environment variables that tell where other services are; the definition's own of that name win.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the port carries the service's name and what is spoken on it: a mesh finds it so.</summary>
    public bool NamesPort { get; init; }

    /// <summary>The proxy beside the container; null outside of App Mesh.</summary>
    public EnvoySidecar? Envoy { get; init; }

    /// <summary>What the code encrypts with, told in <see cref="DataKeyVariable"/>; null when it does not.</summary>
    public KeyResource? DataKey { get; init; }

    /// <summary>The image belongs to the definition, and not to deployments.</summary>
    public bool OwnsImage { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
    [
        LogGroup, ExecutionRole, TaskRole,
        .. Repository is { } repository ? [new Need(repository)] : Array.Empty<Need>(),
        .. DataKey is { } key ? [new Need(key)] : Array.Empty<Need>(),
        .. Secrets.Values.Select(secret => secret.Ours).OfType<SecretResource>().Select(secret => new Need(secret)),
        .. Envoy?.Certificate is { } certificate ? [new Need(certificate)] : Array.Empty<Need>(),
    ];
}

/// <summary>A family's revisions as far as they matter.</summary>
/// <param name="Latest">The latest active revision; null when there is none, or when the running one's stamp says enough.</param>
/// <param name="Current">The revision that the service runs, where that is another one.</param>
/// <param name="Revisions">ARNs of all revisions, inactive ones included (removals only).</param>
/// <param name="Tags">The latest revision's tags.</param>
public sealed record TaskDefinitionState(
    TaskDefinition? Latest,
    TaskDefinition? Current,
    IReadOnlyList<string> Revisions,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The revision that the service runs, as long as nobody has asked what it says.</summary>
    internal RevisionStamp? Stamp { get; init; }
}

/// <summary>How task definitions are found, registered and removed.</summary>
public sealed class TaskDefinitionKind : ResourceKind<TaskDefinitionResource, TaskDefinitionState>
{
    private const int DeletedPerCall = 10; // ECS API, DeleteTaskDefinitions

    /// <summary>The one instance.</summary>
    public static TaskDefinitionKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "task-definition";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["service"];

    /// <summary>ARN of the revision that is as wanted: the one that runs if it is, else the latest if it is, else null.</summary>
    internal static string? Fitting(TaskDefinitionResource desired, Resolution resolution) =>
        resolution.State<TaskDefinitionState>(desired) is { } state ? Fitting(desired, state, resolution) : null;

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) =>
        error.ErrorCode == "ClientException" && (error.Message.Contains("Unable to describe", StringComparison.Ordinal) || error.Message.Contains("does not exist", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool IsTooEarly(AmazonServiceException error) => error.ErrorCode == "ClientException" && error.Message.Contains("Role is not valid", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<TaskDefinitionState>>> ObserveAsync(Observation observation)
    {
        var families = observation.Depth == ObservationDepth.Existence
            ? await RevisionListing.ForRemovalAsync(observation)
            : await RevisionListing.ForComparisonAsync(observation);
        return families.Select(family => Found(observation, family.Name, family.State.Latest?.TaskDefinitionArn ?? family.State.Stamp?.Arn ?? family.Name, family.State, family.State.Tags));
    }

    /// <inheritdoc/>
    protected override async Task<Live<TaskDefinitionState>?> LookCloserAsync(TaskDefinitionResource desired, Live<TaskDefinitionState> live, Resolution resolution, Observation observation) =>
        live.State.Stamp is null || Fitting(desired, live.State, resolution) is not null ? live
        : await RevisionListing.DescribedAsync(observation, live.Name) is { } state ? live with { Id = state.Latest?.TaskDefinitionArn ?? live.Name, State = state }
        : null;

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(TaskDefinitionResource desired, TaskDefinitionState live, Resolution resolution) =>
        Fitting(desired, live, resolution) is not null
            ? []
            : (live.Current ?? live.Latest) is { } nearest
                ? Differences(desired, nearest, resolution)
                : [new PropertyDifference("revision", null, "active")];

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(TaskDefinitionResource desired, Resolution resolution) =>
        [PlannedCall.Of(ECSModel.RegisterTaskDefinition, TaskDefinitionRequest.Of(desired, null, resolution))];

    /// <inheritdoc/>
    protected override Task<Live<TaskDefinitionState>> CreateAsync(TaskDefinitionResource desired, ApplyContext context) => RegisterAsync(desired, new TaskDefinitionState(null, null, [], context.Resolution.Tags(desired)), context);

    /// <summary>A new revision, with the image that runs now unless the definition owns it.</summary>
    protected override Task<Live<TaskDefinitionState>> UpdateAsync(TaskDefinitionResource desired, Live<TaskDefinitionState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context) =>
        RegisterAsync(desired, live.State, context);

    /// <inheritdoc/>
    protected override async Task DeleteAsync(Live<TaskDefinitionState> live, ApplyContext context)
    {
        var arns = live.State.Revisions.Count > 0 ? live.State.Revisions : await RevisionListing.AllAsync(context.Aws.ECS, live.Name, context.Cancellation);
        await Task.WhenAll(arns.Select(async arn =>
        {
            try
            {
                await context.Aws.ECS.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = arn }, context.Cancellation);
            }
            catch (AmazonServiceException error) when (error.ErrorCode is "ClientException" or "InvalidParameterException")
            {
                // Inactive already, or gone: deleting tells.
            }
        }).ToArray());
        var batch = context.Waits.Batch("DeleteTaskDefinitions", DeletedPerCall, some =>
            context.Aws.ECS.DeleteTaskDefinitionsAsync(new DeleteTaskDefinitionsRequest { TaskDefinitions = [.. some] }, context.Cancellation));
        await Task.WhenAll(arns.Select(batch.AddAsync).ToArray());
    }

    /// <inheritdoc/>
    protected override string PlaceholderId(TaskDefinitionResource desired) => $"{desired.Name}:(new)";

    private static IEnumerable<PropertyDifference> Differences(TaskDefinitionResource desired, TaskDefinition revision, Resolution resolution) =>
        TaskDefinitionShape.Compare(TaskDefinitionShape.Of(revision), TaskDefinitionShape.Of(TaskDefinitionRequest.Of(desired, revision, resolution)));

    /// <summary>The image counts only where it belongs to the definition, and no stamp tells it.</summary>
    private static string? Fitting(TaskDefinitionResource desired, TaskDefinitionState state, Resolution resolution) =>
        state.Stamp is { } stamp && !desired.OwnsImage && stamp.Hash == RevisionStamp.HashOf(TaskDefinitionRequest.Of(desired, null, resolution), desired.Definition.Name)
            ? stamp.Arn
            : new[] { state.Current, state.Latest }.FirstOrDefault(revision => revision is not null && !Differences(desired, revision, resolution).Any())?.TaskDefinitionArn;

    private async Task<Live<TaskDefinitionState>> RegisterAsync(TaskDefinitionResource desired, TaskDefinitionState before, ApplyContext context)
    {
        var running = before.Current ?? before.Latest ?? (before.Stamp is { } stamp
            ? (await context.Aws.ECS.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = stamp.Arn }, context.Cancellation)).TaskDefinition
            : null);
        var request = TaskDefinitionRequest.Of(desired, running, context.Resolution);
        var revision = await RevisionStamp.RegisterAsync(context.Aws.ECS, request, desired.Definition.Name, Math.Max(before.Latest?.Revision ?? 0, running?.Revision ?? 0), context.Cancellation);
        return Made(desired, revision.TaskDefinitionArn, new TaskDefinitionState(revision, null, [], context.Resolution.Tags(desired)));
    }
}
