using System.Text.Json.Nodes;
using Amazon.Lambda.Model;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <summary>What functions do: the sandbox runs no code of theirs, so that whoever uses it says what comes of an invocation.</summary>
/// <remarks>They are not in the state file: register them again after loading.</remarks>
public sealed class LambdaBehaviours
{
    private readonly List<(Func<FunctionConfiguration, bool> Which, Func<LambdaInvocation, JsonNode?> Behaviour)> _registered = [];

    /// <summary>Says what some functions do; the last one that fits a function counts.</summary>
    /// <param name="which">Tells the functions by name, handler, environment.</param>
    /// <param name="behaviour">Gives the answer; throws <see cref="LambdaFailureException"/> where the function fails. Runs under the sandbox's lock.</param>
    public void Register(Func<FunctionConfiguration, bool> which, Func<LambdaInvocation, JsonNode?> behaviour)
    {
        lock (_registered)
        {
            _registered.Add((which, behaviour));
        }
    }

    /// <summary>What a function does: as registered; else, asked for a step of a rotation, that step; else nothing.</summary>
    internal Func<LambdaInvocation, JsonNode?> Of(FunctionConfiguration function, JsonNode? payload)
    {
        lock (_registered)
        {
            return _registered.LastOrDefault(entry => entry.Which(function)).Behaviour
                ?? (RotationFunction.IsAskedFor(payload) ? RotationFunction.Run : static _ => null);
        }
    }
}

/// <summary>A function that is being invoked.</summary>
/// <param name="Function">Its configuration.</param>
/// <param name="Payload">The event.</param>
/// <param name="Region">Where it runs.</param>
public sealed record LambdaInvocation(FunctionConfiguration Function, JsonNode? Payload, SandboxRegion Region)
{
    /// <summary>Lines that the function writes to its log.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Fails the function, as its SDK client would, where its role may not do something.</summary>
    /// <param name="action">"secretsmanager:GetSecretValue".</param>
    /// <param name="resource">ARN.</param>
    /// <exception cref="LambdaFailureException">The role's policies do not allow it.</exception>
    public void MustBeAllowed(string action, string resource)
    {
        var iam = Region.Get<IamService>();
        if (!iam.Allows(Function.Role, action, resource))
        {
            throw new LambdaFailureException("AccessDeniedException", iam.Refusal(Function.Role, action, resource, Function.FunctionName));
        }
    }
}

/// <summary>A function ends with an error.</summary>
/// <param name="errorType">"AccessDeniedException", "Runtime.UnhandledPromiseRejection".</param>
/// <param name="message">What it says.</param>
public sealed class LambdaFailureException(string errorType, string message) : Exception(message)
{
    /// <summary>The error's type, as the answer has it.</summary>
    public string ErrorType { get; } = errorType;
}

/// <summary>What came of an invocation.</summary>
/// <param name="Payload">The answer, or the error.</param>
/// <param name="FunctionError">"Unhandled" where the function failed; null where it did not.</param>
/// <param name="Log">The lines that it wrote.</param>
public sealed record LambdaResult(JsonNode? Payload, string? FunctionError, IReadOnlyList<string> Log)
{
    /// <summary>True where the function ended without an error.</summary>
    public bool Succeeded => FunctionError is null;
}
