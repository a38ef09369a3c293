using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>Tells that App Mesh is no more from everything else that can go wrong with a call. AWS ended it on 2026-09-30 (App Mesh user guide, "End of support").</summary>
internal static class AppMeshEnd
{
    // What a service that is there says about the caller, not about itself.
    private static readonly string[] AboutTheCaller =
    [
        "UnrecognizedClient", "InvalidClientTokenId", "InvalidSignature", "SignatureDoesNotMatch", "IncompleteSignature", "ExpiredToken", "RequestExpired",
        "InvalidAccessKeyId", "InvalidToken", "Throttl", "TooManyRequests",
    ];

    /// <summary>The first call found no App Mesh: no such name, nobody at the address, or an answer that turns everybody away.</summary>
    public static bool IsGone(Exception error) => error switch
    {
        _ when Causes(error).OfType<AmazonServiceException>().FirstOrDefault(service => service.StatusCode != 0) is { } answer => TurnsEverybodyAway(answer),
        _ => Causes(error).OfType<HttpRequestException>().Any(IsNobodyThere),
    };

    /// <summary>What the run stops with, before anything is made.</summary>
    public static ServiceEndedException Stop(string region, Exception cause) => new(
        ErrorIds.AppMeshGone,
        $"App Mesh does not answer in {region} ({Reason(cause)}); AWS ended it on 2026-09-30. Nothing was changed.",
        "Use 'mesh: serviceConnect' (-Type ServiceConnect): the services keep their names, ports and URLs.",
        cause);

    private static bool TurnsEverybodyAway(AmazonServiceException answer) => answer.StatusCode switch
    {
        HttpStatusCode.Gone => true,
        HttpStatusCode.NotFound => !AppMeshErrors.IsMissing(answer), // NotFoundException is App Mesh's own word for a mesh that is not there
        HttpStatusCode.Forbidden => !IsAboutTheCaller(answer),
        _ => false,
    };

    /// <summary>IAM's denial names the action: "User … is not authorized to perform: appmesh:DescribeMesh on resource …".</summary>
    private static bool IsAboutTheCaller(AmazonServiceException answer) =>
        answer.Message?.Contains("not authorized to perform", StringComparison.OrdinalIgnoreCase) == true
        || AboutTheCaller.Any(code => answer.ErrorCode?.Contains(code, StringComparison.Ordinal) == true);

    /// <summary>A name that does not resolve, a connection refused; not one that was lost, timed out, or a name server that asks to try again: that is weather.</summary>
    private static bool IsNobodyThere(HttpRequestException error) => (error.InnerException as SocketException)?.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.ConnectionRefused => true,
        null => error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError,
        _ => false,
    };

    private static string Reason(Exception error) =>
        Causes(error).OfType<AmazonServiceException>().FirstOrDefault(service => service.StatusCode != 0) is { } answer
            ? $"{(int)answer.StatusCode} {answer.ErrorCode}".TrimEnd()
            : Causes(error).Last().Message.TrimEnd('.');

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
