using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda;
using Amazon.Lambda.Model;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <content>Invocations.</content>
public sealed partial class LambdaService
{
    /// <summary>For other services: invokes a function; whether the caller may is for them to ask (<see cref="MayInvoke"/>, or IAM).</summary>
    /// <param name="name">Name or ARN.</param>
    /// <param name="payload">The event.</param>
    /// <exception cref="AwsError">The function does not exist, is throttled, is not active yet, or its role cannot be assumed.</exception>
    internal LambdaResult Invoke(string name, JsonNode? payload)
    {
        var function = Function(name);
        CheckNotThrottled(function);
        var configuration = function.Configuration;
        if (configuration.State == Amazon.Lambda.State.Pending)
        {
            throw Conflict($"The operation cannot be performed at this time. The function is currently in the following state: {configuration.State}");
        }

        if (!Region.Get<IamService>().IsAssumable(configuration.Role, "lambda.amazonaws.com"))
        {
            throw new AwsError("AccessDeniedException", "The role defined for the function cannot be assumed by Lambda.", 403);
        }

        var invocation = new LambdaInvocation(configuration, payload, Region);
        var id = Ids.Uuid();
        var result = Run(invocation, id);
        result = result with { Log = [$"START RequestId: {id} Version: {configuration.Version}", .. result.Log, $"END RequestId: {id}"] };
        WriteLog(configuration, result.Log);
        return result;
    }

    private LambdaResult Run(LambdaInvocation invocation, string id)
    {
        try
        {
            var name = invocation.Function.FunctionName;
            var step = (invocation.Payload as JsonObject)?["Step"]?.ToString();
            if (Faults.FunctionFails(name, invocation.Function.FunctionArn, step is null ? null : $"{name}:{step}"))
            {
                throw new LambdaFailureException("Error", "The function fails, as it was asked to.");
            }

            return new LambdaResult(Region.Sandbox.Functions.Of(invocation.Function, invocation.Payload)(invocation), null, invocation.Log);
        }
        catch (LambdaFailureException failure)
        {
            invocation.Log.Add($"{id}\tERROR\tInvoke Error\t{failure.ErrorType}: {failure.Message}");
            return new LambdaResult(new JsonObject { ["errorType"] = failure.ErrorType, ["errorMessage"] = failure.Message }, "Unhandled", invocation.Log);
        }
    }

    // The function's role writes; the group is made where the role may.
    private void WriteLog(FunctionConfiguration configuration, IEnumerable<string> lines)
    {
        var logs = Region.Get<LogsService>();
        var iam = Region.Get<IamService>();
        var group = configuration.LoggingConfig.LogGroup;
        var arn = Region.Arn("logs", $"log-group:{group}");
        if (!logs.HasGroup(group) && iam.Allows(configuration.Role, "logs:CreateLogGroup", arn))
        {
            logs.MakeGroup(group);
        }

        if (iam.Allows(configuration.Role, "logs:PutLogEvents", $"{arn}:log-stream:x"))
        {
            foreach (var line in lines)
            {
                logs.Write(group, $"{Now:yyyy/MM/dd}/[$LATEST]{Hash.Of(configuration.FunctionArn):x16}", line);
            }
        }
    }

    private InvokeResponse Invoke(InvokeRequest request)
    {
        var function = Function(request.FunctionName, request.Qualifier);
        var kind = request.InvocationType?.Value ?? "RequestResponse";
        if (kind == "DryRun")
        {
            return new InvokeResponse { StatusCode = 204 };
        }

        var result = Invoke(function.Configuration.FunctionName, Payload(request.Payload));
        return kind == "Event"
            ? new InvokeResponse { StatusCode = 202 }
            : new InvokeResponse
            {
                StatusCode = 200,
                FunctionError = result.FunctionError,
                ExecutedVersion = "$LATEST",
                Payload = new MemoryStream(Encoding.UTF8.GetBytes(result.Payload?.ToJsonString() ?? "null")),
                LogResult = request.LogType == LogType.Tail ? Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', result.Log))) : null,
            };
    }

    private static JsonNode? Payload(MemoryStream? payload)
    {
        if (payload is not { Length: > 0 })
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(payload.ToArray());
        }
        catch (JsonException exception)
        {
            throw new AwsError("InvalidRequestContentException", $"Could not parse request body into json: {exception.Message}");
        }
    }
}
