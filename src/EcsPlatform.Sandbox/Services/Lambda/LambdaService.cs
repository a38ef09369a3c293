using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <summary>AWS Lambda: functions whose code is kept but not run; <see cref="LambdaBehaviours"/> says what they do.</summary>
public sealed partial class LambdaService : SandboxService<LambdaState>
{
    private readonly Step _active;
    private readonly Step _updated;

    internal LambdaService(SandboxRegion region)
        : base(region)
    {
        On(LambdaModel.CreateFunction, CreateFunction);
        On(LambdaModel.UpdateFunctionCode, UpdateFunctionCode);
        On(LambdaModel.UpdateFunctionConfiguration, UpdateFunctionConfiguration);
        On(LambdaModel.DeleteFunction, DeleteFunction);
        On(LambdaModel.GetFunction, GetFunction);
        On(LambdaModel.GetFunctionConfiguration, request => Shown<GetFunctionConfigurationResponse>(Function(request.FunctionName, request.Qualifier).Configuration));
        On(LambdaModel.ListFunctions, ListFunctions);
        On(LambdaModel.ListVersionsByFunction, ListVersions);
        On(LambdaModel.GetFunctionCodeSigningConfig, request => new() { FunctionName = Function(request.FunctionName).Configuration.FunctionName });
        On(LambdaModel.PutFunctionConcurrency, PutFunctionConcurrency);
        On(LambdaModel.GetFunctionConcurrency, request => new() { ReservedConcurrentExecutions = Function(request.FunctionName).ReservedConcurrency });
        On(LambdaModel.DeleteFunctionConcurrency, DeleteFunctionConcurrency);
        On(LambdaModel.AddPermission, AddPermission);
        On(LambdaModel.RemovePermission, RemovePermission);
        On(LambdaModel.GetPolicy, GetPolicy);
        On(LambdaModel.Invoke, Invoke);
        On(LambdaModel.ListTags, request => new ListTagsResponse { Tags = new Dictionary<string, string>(Tagged(request.Resource).Tags) });
        On(LambdaModel.TagResource, TagResource);
        On(LambdaModel.UntagResource, UntagResource);
        _active = Step("function-active", BecomeActive);
        _updated = Step("function-updated", FinishUpdate);
    }

    /// <summary>For other services: the function that a name or an ARN means, or null.</summary>
    /// <param name="name">Name, ARN, or "123456789012:function:name".</param>
    public FunctionConfiguration? FindFunction(string name) => Find(name)?.Configuration;

    /// <inheritdoc/>
    public override IEnumerable<TaggedResource> TaggedResources() =>
        State.Functions.Values.Select(function => new TaggedResource(function.Configuration.FunctionArn, function.Tags));

    /// <inheritdoc/>
    public override bool ChangeTags(string arn, Action<TagSet> change)
    {
        if (Find(arn) is not { } known)
        {
            return false;
        }

        change(known.Tags);
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) => collection == nameof(LambdaState.Interfaces);

    /// <inheritdoc/>
    protected internal override AwsError Throttled(ServiceModel model) => new("TooManyRequestsException", "Rate Exceeded.", 429);

    /// <inheritdoc/>
    protected internal override AwsError InternalError(ServiceModel model) => new("ServiceException", "The Lambda service encountered an internal error.", 500);

    private static AwsError Invalid(string message) => new("InvalidParameterValueException", message);

    private static AwsError Conflict(string message) => new("ResourceConflictException", message);

    private static AwsError NotFound(string message) => new("ResourceNotFoundException", message);

    // There are no versions and aliases besides $LATEST.
    private StoredFunction? Find(string name) =>
        FunctionName().Match(name) is { Success: true } match && match.Groups[2].Value is "" or "$LATEST" ? State.Functions.GetValueOrDefault(match.Groups[1].Value) : null;

    private StoredFunction Function(string name, string? qualifier = null) =>
        Find(qualifier is null or "$LATEST" ? name : $"{name}:{qualifier}") ?? throw NotFound("Function not found: "
            + (name.StartsWith("arn:", StringComparison.Ordinal) ? name : Region.Arn("lambda", $"function:{name}")) + (qualifier is null ? "" : $":{qualifier}"));

    private StoredFunction Tagged(string arn) => Find(arn) ?? throw NotFound($"Function not found: {arn}");

    /// <summary>The configuration as the answer of an operation, of which each has a type of its own with the same members.</summary>
    private static T Shown<T>(FunctionConfiguration configuration) => StateJson.Read<T>(StateJson.Write(configuration)!);

    private ListFunctionsResponse ListFunctions(ListFunctionsRequest request)
    {
        var page = Paging.Of(State.Functions.Values, function => function.Configuration.FunctionName, request.Marker, request.MaxItems ?? 50,
            () => Invalid("The marker is not valid."));

        // Listings leave the state out (ListFunctions in the API reference).
        return new ListFunctionsResponse
        {
            Functions = [.. page.Items.Select(function => Stateless(Shown<FunctionConfiguration>(function.Configuration)))],
            NextMarker = page.NextToken,
        };
    }

    /// <summary>$LATEST is all there is: the sandbox does not publish versions.</summary>
    private ListVersionsByFunctionResponse ListVersions(ListVersionsByFunctionRequest request)
    {
        var latest = Stateless(Shown<FunctionConfiguration>(Function(request.FunctionName).Configuration));
        latest.FunctionArn += ":$LATEST";
        return new ListVersionsByFunctionResponse { Versions = [latest] };
    }

    private static FunctionConfiguration Stateless(FunctionConfiguration configuration)
    {
        (configuration.State, configuration.StateReason, configuration.StateReasonCode) = (null, null, null);
        (configuration.LastUpdateStatus, configuration.LastUpdateStatusReason, configuration.LastUpdateStatusReasonCode) = (null, null, null);
        return configuration;
    }

    private GetFunctionResponse GetFunction(GetFunctionRequest request)
    {
        var function = Function(request.FunctionName, request.Qualifier);
        return new GetFunctionResponse
        {
            Configuration = function.Configuration,
            Code = new FunctionCodeLocation
            {
                RepositoryType = "S3",
                Location = $"https://awslambda-{Region.Name}-tasks.s3.{Region.Name}.amazonaws.com/snapshots/{Region.AccountId}/{function.Configuration.FunctionName}",
            },
            Concurrency = function.ReservedConcurrency is { } reserved ? new Concurrency { ReservedConcurrentExecutions = reserved } : null,
            Tags = function.Tags.Count == 0 ? null : new Dictionary<string, string>(function.Tags),
        };
    }

    private static TagSet Tags(IEnumerable<KeyValuePair<string, string>>? tags) =>
        TagSet.From(tags, tag => tag.Key, tag => tag.Value, "InvalidParameterValueException");

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        Tagged(request.Resource).Tags.Put(Tags(request.Tags), "InvalidParameterValueException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        Tagged(request.Resource).Tags.Remove(request.TagKeys);
        return new UntagResourceResponse();
    }

    [GeneratedRegex(@"^(?:arn:aws:lambda:[a-z0-9-]+:)?(?:\d{12}:)?(?:function:)?([A-Za-z0-9-_]+)(?::(\$LATEST|[A-Za-z0-9-_]+))?$")]
    private static partial Regex FunctionName();
}
