using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using EcsPlatform.Aws.Models;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Resources.Lambda;

/// <summary>A Lambda function that rotates secrets, and that Secrets Manager may call.</summary>
public sealed class FunctionResource : Resource
{
    /// <inheritdoc/>
    public override IResourceKind Kind => FunctionKind.Instance;

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Its code.</summary>
    public required RotationPackage Package { get; init; }

    /// <summary>What it may do.</summary>
    public required RoleResource Role { get; init; }

    /// <summary>Where it writes.</summary>
    public required LogGroupResource LogGroup { get; init; }

    /// <summary>Its environment.</summary>
    public required Func<Resolution, IReadOnlyDictionary<string, string>> Environment { get; init; }

    /// <summary>Where its network interfaces stand; empty outside of the VPC.</summary>
    public IReadOnlyList<SubnetResource> Subnets { get; init; } = [];

    /// <summary>The group of its network interfaces; null outside of the VPC.</summary>
    public SecurityGroupResource? SecurityGroup { get; init; }

    /// <summary>What else must be there before it runs: routes, rules, what its environment names.</summary>
    public IReadOnlyList<Resource> Prerequisites { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<Need> Needs =>
    [
        Role, LogGroup,
        .. Subnets.Select(subnet => (Need)subnet),
        .. SecurityGroup is { } group ? [new Need(group)] : Array.Empty<Need>(),
        .. Prerequisites.Select(resource => (Need)resource),
    ];
}

/// <summary>A function with what only calls of their own tell.</summary>
/// <param name="Configuration">What Lambda says of it.</param>
/// <param name="Policy">Who may call it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record FunctionState(FunctionConfiguration Configuration, string? Policy, IReadOnlyDictionary<string, string> Tags);

/// <summary>How functions are found, made, changed and removed.</summary>
public sealed class FunctionKind : ResourceKind<FunctionResource, FunctionState>
{
    /// <summary>The one instance.</summary>
    public static FunctionKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Type => "function";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RemovedAfter => ["secret-rotation", "secret"];

    /// <inheritdoc/>
    public override bool IsAlreadyThere(AmazonServiceException error) =>
        error.ErrorCode == "ResourceConflictException" && error.Message.Contains("already exist", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool IsGone(AmazonServiceException error) => error.ErrorCode == "ResourceNotFoundException";

    /// <summary>An update that is under way refuses the next one; a new role, and what it may do, takes seconds to be known to Lambda.</summary>
    public override bool IsTooEarly(AmazonServiceException error) =>
        error.ErrorCode == "ResourceConflictException" && !IsAlreadyThere(error)
        || error.ErrorCode == "InvalidParameterValueException"
            && (error.Message.Contains("cannot be assumed", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("does not have permissions", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Live<FunctionState>>> ObserveAsync(Observation observation) =>
        (await FunctionListing.FunctionsAsync(observation)).Select(state => Found(observation, state.Configuration.FunctionName, state.Configuration.FunctionArn, state, state.Tags));

    /// <inheritdoc/>
    protected override IEnumerable<PropertyDifference> Compare(FunctionResource desired, FunctionState live, Resolution resolution)
    {
        var wanted = FunctionRequests.Create(desired, resolution);
        var has = live.Configuration;
        return new Differences()
            .Check("codeSha256", has.CodeSha256, desired.Package.CodeSha256)
            .Check("description", has.Description ?? "", wanted.Description)
            .Check("runtime", has.Runtime?.Value, wanted.Runtime.Value)
            .Check("handler", has.Handler, wanted.Handler)
            .Check("role", has.Role, wanted.Role)
            .Check("timeout", has.Timeout, wanted.Timeout)
            .Check("memorySize", has.MemorySize, wanted.MemorySize)
            .CheckIfTold("logGroup", has.LoggingConfig?.LogGroup, wanted.LoggingConfig.LogGroup)
            .CheckSet("environment", Words(has.Environment?.Variables), Words(wanted.Environment.Variables))
            .CheckSet("subnetIds", has.VpcConfig?.SubnetIds, wanted.VpcConfig?.SubnetIds ?? [])
            .CheckSet("securityGroupIds", has.VpcConfig?.SecurityGroupIds, wanted.VpcConfig?.SecurityGroupIds ?? [])
            .Check("permission", CallPermission.IsIn(live.Policy, resolution), true)
            .CheckTags(live.Tags, resolution.Tags(desired));
    }

    /// <inheritdoc/>
    protected override IEnumerable<PlannedCall> Requests(FunctionResource desired, Resolution resolution) =>
    [
        PlannedCall.Of(LambdaModel.CreateFunction, FunctionRequests.Create(desired, resolution)),
        PlannedCall.Of(LambdaModel.AddPermission, CallPermission.Request(desired.Name, resolution)),
    ];

    /// <inheritdoc/>
    protected override async Task<Live<FunctionState>> CreateAsync(FunctionResource desired, ApplyContext context)
    {
        var answer = await context.Aws.Lambda.CreateFunctionAsync(FunctionRequests.Create(desired, context.Resolution), context.Cancellation);
        var configuration = new FunctionConfiguration { FunctionName = desired.Name, FunctionArn = answer.FunctionArn, State = answer.State };
        var live = Made(desired, answer.FunctionArn, new FunctionState(configuration, null, context.Resolution.Tags(desired)));
        await CallPermission.PutAsync(desired.Name, context);
        return live;
    }

    /// <inheritdoc/>
    protected override bool IsReady(FunctionState state) =>
        state.Configuration.State?.Value is null or "Active" or "Inactive" && state.Configuration.LastUpdateStatus?.Value is null or "Successful";

    /// <inheritdoc/>
    protected override async Task<Live<FunctionState>> WaitReadyAsync(Live<FunctionState> live, ApplyContext context)
    {
        context.Waiting($"Function {live.Name} is being made");
        var configuration = await SettledAsync(live.Name, context);
        return live with { State = live.State with { Configuration = configuration } };
    }

    /// <inheritdoc/>
    protected override async Task<Live<FunctionState>> UpdateAsync(FunctionResource desired, Live<FunctionState> live, IReadOnlyList<PropertyDifference> differences, ApplyContext context)
    {
        var lambda = context.Aws.Lambda;
        if (!IsReady(live.State))
        {
            await SettledAsync(live.Name, context); // one change at a time
        }

        if (differences.Touch("codeSha256"))
        {
            await lambda.UpdateFunctionCodeAsync(new UpdateFunctionCodeRequest { FunctionName = live.Name, ZipFile = desired.Package.ZipFile() }, context.Cancellation);
            await SettledAsync(live.Name, context);
        }

        if (differences.Touch("description", "runtime", "handler", "role", "timeout", "memorySize", "logGroup", "environment", "subnetIds", "securityGroupIds"))
        {
            await lambda.UpdateFunctionConfigurationAsync(FunctionRequests.Update(desired, context.Resolution), context.Cancellation);
            await SettledAsync(live.Name, context);
        }

        if (differences.Touch("permission"))
        {
            await CallPermission.PutAsync(live.Name, context);
        }

        if (differences.TouchTags())
        {
            await lambda.TagResourceAsync(new TagResourceRequest { Resource = live.Id, Tags = new Dictionary<string, string>(context.Resolution.Tags(desired)) }, context.Cancellation);
        }

        return live with { State = live.State with { Configuration = new FunctionConfiguration { FunctionName = live.Name, FunctionArn = live.Id } } };
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(Live<FunctionState> live, ApplyContext context) =>
        context.Aws.Lambda.DeleteFunctionAsync(new DeleteFunctionRequest { FunctionName = live.Name }, context.Cancellation);

    /// <inheritdoc/>
    protected override string PlaceholderId(FunctionResource desired) => $"arn:aws:lambda:us-east-1:000000000000:function:{desired.Name}";

    /// <summary>Until the function is made and its last change counts.</summary>
    private static async Task<FunctionConfiguration> SettledAsync(string name, ApplyContext context) => (await context.Waits.Poll<FunctionConfiguration>("function", async (names, cancellation) =>
    {
        var found = await Task.WhenAll(names.Select(async function =>
        {
            var answer = await context.Aws.Lambda.GetFunctionConfigurationAsync(new GetFunctionConfigurationRequest { FunctionName = function }, cancellation);
            return (Name: function, Configuration: new FunctionConfiguration
            {
                FunctionName = answer.FunctionName,
                FunctionArn = answer.FunctionArn,
                State = answer.State,
                StateReason = answer.StateReason,
                LastUpdateStatus = answer.LastUpdateStatus,
                LastUpdateStatusReason = answer.LastUpdateStatusReason,
            });
        }).ToArray());
        return found.ToDictionary(entry => entry.Name, entry => entry.Configuration, StringComparer.Ordinal);
    }).UntilAsync(name, function => function switch
    {
        null => false,
        { State.Value: "Failed" } => throw Failed(name, function.StateReason),
        { LastUpdateStatus.Value: "Failed" } => throw Failed(name, function.LastUpdateStatusReason),
        _ => function.State?.Value is null or "Active" or "Inactive" && function.LastUpdateStatus?.Value is null or "Successful",
    }))!;

    private static ResourceFailedException Failed(string name, string? reason) =>
        new("FunctionFailed", $"Function {name} cannot run: {reason}", "Remove what is in its way, then run it again.");

    private static IEnumerable<string> Words(Dictionary<string, string>? variables) => (variables ?? []).Select(variable => $"{variable.Key}={variable.Value}");
}
