using System.Net.Sockets;
using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>Says in sentences what an exception means to whoever started the run.</summary>
public static class ErrorExplanation
{
    private const string Endpoint = "Check the region, the endpoint URL, the proxy and the network.";

    private const string SignIn = "Sign in (aws sso login), set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose a profile.";

    /// <summary>What went wrong, and what to do.</summary>
    /// <param name="error">The exception that ended a run or kept it from beginning.</param>
    public static (string Message, string Advice) Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error switch
        {
            PlatformRunException or PlanRefusedException => (error.Message, ""),
            _ when SingleSignOn.IsMissing(error) => (SingleSignOn.Message(error), SingleSignOn.Advice(error)),
            ServiceEndedException ended => (ended.Message, ended.Advice),
            ConstraintException => (error.Message, "Correct the value in the definition; nothing has been sent."),
            _ when Innermost<EndpointUnreachableException>(error) is { } unreachable => (unreachable.Message, Endpoint),
            AmazonServiceException { ErrorCode: not null and not "" } service => ($"{service.ErrorCode}: {service.Message}", FailureAdvice.For(service.ErrorCode)),
            _ when Innermost<SocketException>(error) is { } socket => ($"AWS cannot be reached: {Sentence(socket.Message)}", Endpoint),
            _ when Innermost<HttpRequestException>(error) is { } http => ($"AWS cannot be reached: {Sentence(http.Message)}", Endpoint),
            AmazonServiceException service => (Sentence(service.Message), FailureAdvice.For(null)),
            AmazonClientException when error.Message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal) => (
                "No AWS credentials were found: not in the environment, not in the profile, not from a container's or an instance's role.", SignIn),
            AmazonClientException when error.Message.Contains("profile", StringComparison.OrdinalIgnoreCase) => (Sentence(error.Message), SignIn),
            UnauthorizedAccessException or IOException => (Sentence(error.Message), ""),
            _ => (Sentence(error.Message), ""),
        };
    }

    private static T? Innermost<T>(Exception? error)
        where T : Exception => error is null ? null : Innermost<T>(error.InnerException) ?? error as T;

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}
