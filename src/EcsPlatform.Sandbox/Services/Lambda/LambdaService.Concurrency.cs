using Amazon.Lambda.Model;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <content>Reserved concurrency ("Configuring reserved concurrency for a function").</content>
public sealed partial class LambdaService
{
    private const int AccountConcurrency = 1000;
    private const int MinimumUnreserved = 100;

    private PutFunctionConcurrencyResponse PutFunctionConcurrency(PutFunctionConcurrencyRequest request)
    {
        var function = Function(request.FunctionName);
        var others = State.Functions.Values.Where(other => other != function).Sum(other => other.ReservedConcurrency ?? 0);
        if (others + request.ReservedConcurrentExecutions > AccountConcurrency - MinimumUnreserved)
        {
            throw Invalid("Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
                + $"below its minimum value of [{MinimumUnreserved}].");
        }

        function.ReservedConcurrency = request.ReservedConcurrentExecutions;
        return new PutFunctionConcurrencyResponse { ReservedConcurrentExecutions = function.ReservedConcurrency };
    }

    private DeleteFunctionConcurrencyResponse DeleteFunctionConcurrency(DeleteFunctionConcurrencyRequest request)
    {
        Function(request.FunctionName).ReservedConcurrency = null;
        return new DeleteFunctionConcurrencyResponse();
    }

    /// <summary>"To throttle a function, set the reserved concurrency to zero"; the sandbox's invocations take no time, so any other number is enough.</summary>
    private static void CheckNotThrottled(StoredFunction function)
    {
        if (function.ReservedConcurrency == 0)
        {
            throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
        }
    }
}
