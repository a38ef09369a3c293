using Amazon.Runtime;
using Amazon.Runtime.Internal;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Runtime;

/// <summary>The pipeline's step that checks a request against the model's constraints before anything is sent.</summary>
internal sealed class ConstraintHandler(Func<ServiceModel> service) : PipelineHandler
{
    private const string Suffix = "Request";

    /// <summary>Puts the check before marshalling, once.</summary>
    public static void AddTo(RuntimePipeline pipeline, Func<ServiceModel> service)
    {
        if (!pipeline.Handlers.Any(handler => handler is ConstraintHandler))
        {
            pipeline.AddHandlerBefore<Marshaller>(new ConstraintHandler(service));
        }
    }

    public override void InvokeSync(IExecutionContext executionContext)
    {
        Check(executionContext);
        base.InvokeSync(executionContext);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        Check(executionContext);
        return base.InvokeAsync<T>(executionContext);
    }

    private void Check(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext.OriginalRequest;
        var type = request.GetType().Name;
        if (type.EndsWith(Suffix, StringComparison.Ordinal)
            && service().Operations.TryGetValue(type[..^Suffix.Length], out var operation)
            && ConstraintCheck.Check(operation, request) is { Count: > 0 } violations)
        {
            throw new ConstraintException(operation, violations);
        }
    }
}
