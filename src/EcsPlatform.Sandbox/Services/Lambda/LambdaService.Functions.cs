using System.Globalization;
using Amazon.Lambda;
using Amazon.Lambda.Model;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <content>Functions and their lives.</content>
public sealed partial class LambdaService
{
    private static readonly TimeSpan Activation = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ActivationInVpc = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Update = TimeSpan.FromSeconds(3);

    private string Timestamp => Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff+0000", CultureInfo.InvariantCulture);

    private CreateFunctionResponse CreateFunction(CreateFunctionRequest request)
    {
        if (request.PackageType?.Value == "Image")
        {
            throw Invalid("The EcsPlatform sandbox has functions of zip files only.");
        }

        if (request.Runtime is null || request.Handler is null)
        {
            throw Invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }

        FunctionRules.CheckRuntime(request.Runtime.Value);
        FunctionRules.CheckTimeout(request.Timeout);
        FunctionRules.CheckEnvironment(request.Environment?.Variables);
        var code = FunctionRules.Code(request.Code.ZipFile, request.Code.S3Bucket, request.Code.ImageUri);
        var tags = Tags(request.Tags);
        CheckRole(request.Role);
        var name = FunctionName().Match(request.FunctionName).Groups[1].Value;
        if (State.Functions.ContainsKey(name))
        {
            throw Conflict($"Function already exist: {name}");
        }

        var network = Network(name, request.VpcConfig, request.Role);
        var function = State.Functions[name] = new StoredFunction
        {
            Tags = tags,
            Configuration = new FunctionConfiguration
            {
                FunctionName = name,
                FunctionArn = Region.Arn("lambda", $"function:{name}"),
                Runtime = request.Runtime,
                Role = request.Role,
                Handler = request.Handler,
                CodeSize = code.Size,
                CodeSha256 = code.Sha256,
                Description = request.Description ?? "",
                Timeout = request.Timeout ?? 3,
                MemorySize = request.MemorySize ?? 128,
                LastModified = Timestamp,
                Version = "$LATEST",
                VpcConfig = network,
                Environment = Shown(request.Environment),
                KMSKeyArn = request.KMSKeyArn,
                DeadLetterConfig = request.DeadLetterConfig,
                TracingConfig = new TracingConfigResponse { Mode = request.TracingConfig?.Mode ?? TracingMode.PassThrough },
                RevisionId = Ids.Uuid(),
                State = Amazon.Lambda.State.Pending,
                StateReason = "The function is being created.",
                StateReasonCode = StateReasonCode.Creating,
                PackageType = PackageType.Zip,
                Architectures = request.Architectures ?? ["x86_64"],
                EphemeralStorage = new EphemeralStorage { Size = request.EphemeralStorage?.Size ?? 512 },
                SnapStart = new SnapStartResponse { ApplyOn = SnapStartApplyOn.None, OptimizationStatus = SnapStartOptimizationStatus.Off },
                LoggingConfig = Logging(name, request.LoggingConfig),
            },
        };
        _active.After(network is null ? Activation : ActivationInVpc, name);
        return Shown<CreateFunctionResponse>(function.Configuration);
    }

    private static EnvironmentResponse? Shown(Amazon.Lambda.Model.Environment? environment) =>
        environment?.Variables is { Count: > 0 } variables ? new EnvironmentResponse { Variables = variables } : null;

    private static LoggingConfig Logging(string name, LoggingConfig? wanted) => new()
    {
        LogFormat = wanted?.LogFormat ?? LogFormat.Text,
        LogGroup = wanted?.LogGroup ?? $"/aws/lambda/{name}",
        ApplicationLogLevel = wanted?.ApplicationLogLevel,
        SystemLogLevel = wanted?.SystemLogLevel,
    };

    private void CheckRole(string role)
    {
        if (!Region.Get<IamService>().IsAssumable(role, "lambda.amazonaws.com"))
        {
            throw Invalid("The role defined for the function cannot be assumed by Lambda.");
        }
    }

    private void BecomeActive(string name)
    {
        if (State.Functions.TryGetValue(name, out var function))
        {
            function.Configuration.State = Amazon.Lambda.State.Active;
            (function.Configuration.StateReason, function.Configuration.StateReasonCode) = (null, null);
            function.Configuration.LastUpdateStatus = LastUpdateStatus.Successful;
        }
    }

    private void FinishUpdate(string name)
    {
        if (State.Functions.TryGetValue(name, out var function))
        {
            function.Configuration.LastUpdateStatus = LastUpdateStatus.Successful;
            (function.Configuration.LastUpdateStatusReason, function.Configuration.LastUpdateStatusReasonCode) = (null, null);
        }
    }

    /// <summary>A function that can be changed now: one that is being made or changed cannot.</summary>
    private StoredFunction Changeable(string name, string? revision)
    {
        var function = Function(name);
        var configuration = function.Configuration;
        if (configuration.State == Amazon.Lambda.State.Pending)
        {
            throw Conflict("The operation cannot be performed at this time. The function is currently in the following state: Pending");
        }

        if (configuration.LastUpdateStatus == LastUpdateStatus.InProgress)
        {
            throw Conflict($"The operation cannot be performed at this time. An update is in progress for resource: {configuration.FunctionArn}");
        }

        return revision is null || revision == configuration.RevisionId
            ? function
            : throw new AwsError("PreconditionFailedException",
                "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId");
    }

    private void Begin(FunctionConfiguration configuration)
    {
        configuration.LastModified = Timestamp;
        configuration.RevisionId = Ids.Uuid();
        configuration.LastUpdateStatus = LastUpdateStatus.InProgress;
        _updated.After(Update, configuration.FunctionName);
    }

    private UpdateFunctionCodeResponse UpdateFunctionCode(UpdateFunctionCodeRequest request)
    {
        var configuration = Changeable(request.FunctionName, request.RevisionId).Configuration;
        var code = FunctionRules.Code(request.ZipFile, request.S3Bucket, request.ImageUri);
        if (request.DryRun == true)
        {
            var planned = Shown<UpdateFunctionCodeResponse>(configuration);
            (planned.CodeSize, planned.CodeSha256) = code;
            return planned;
        }

        (configuration.CodeSize, configuration.CodeSha256) = code;
        configuration.Architectures = request.Architectures ?? configuration.Architectures;
        Begin(configuration);
        return Shown<UpdateFunctionCodeResponse>(configuration);
    }

    private UpdateFunctionConfigurationResponse UpdateFunctionConfiguration(UpdateFunctionConfigurationRequest request)
    {
        var configuration = Changeable(request.FunctionName, request.RevisionId).Configuration;
        if (request.Runtime is not null)
        {
            FunctionRules.CheckRuntime(request.Runtime.Value);
        }

        FunctionRules.CheckTimeout(request.Timeout);
        FunctionRules.CheckEnvironment(request.Environment?.Variables);
        if (request.Role is not null)
        {
            CheckRole(request.Role);
        }

        if (request.VpcConfig is not null)
        {
            var network = Network(configuration.FunctionName, request.VpcConfig, request.Role ?? configuration.Role);
            configuration.VpcConfig = network;
            ReleaseUnused();
        }

        configuration.Runtime = request.Runtime ?? configuration.Runtime;
        configuration.Role = request.Role ?? configuration.Role;
        configuration.Handler = request.Handler ?? configuration.Handler;
        configuration.Description = request.Description ?? configuration.Description;
        configuration.Timeout = request.Timeout ?? configuration.Timeout;
        configuration.MemorySize = request.MemorySize ?? configuration.MemorySize;
        configuration.Environment = request.Environment is null ? configuration.Environment : Shown(request.Environment);
        configuration.KMSKeyArn = request.KMSKeyArn ?? configuration.KMSKeyArn;
        configuration.TracingConfig = request.TracingConfig is null ? configuration.TracingConfig : new TracingConfigResponse { Mode = request.TracingConfig.Mode };
        configuration.EphemeralStorage = request.EphemeralStorage ?? configuration.EphemeralStorage;
        configuration.LoggingConfig = request.LoggingConfig is null ? configuration.LoggingConfig : Logging(configuration.FunctionName, request.LoggingConfig);
        Begin(configuration);
        return Shown<UpdateFunctionConfigurationResponse>(configuration);
    }

    private DeleteFunctionResponse DeleteFunction(DeleteFunctionRequest request)
    {
        var name = Function(request.FunctionName, request.Qualifier).Configuration.FunctionName;
        if (request.Qualifier is not null)
        {
            throw Invalid("$LATEST version cannot be deleted without deleting the function.");
        }

        State.Functions.Remove(name);
        _active.Cancel(name);
        _updated.Cancel(name);
        ReleaseUnused();
        return new DeleteFunctionResponse();
    }
}
