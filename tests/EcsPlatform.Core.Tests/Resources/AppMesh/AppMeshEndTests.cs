using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>App Mesh that is no more, told from everything else.</summary>
public sealed class AppMeshEndTests
{
    private const string Denied = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: appmesh:DescribeMesh on resource: arn:aws:appmesh:eu-west-1:123456789012:mesh/m";

    [Fact]
    public void A_name_that_does_not_resolve_and_a_refused_connection_are_the_end()
    {
        AppMeshEnd.IsGone(Wrapped(SocketError.HostNotFound, HttpRequestError.NameResolutionError)).ShouldBeTrue();
        AppMeshEnd.IsGone(Wrapped(SocketError.ConnectionRefused, HttpRequestError.ConnectionError)).ShouldBeTrue();
        AppMeshEnd.IsGone(new EndpointUnreachableException(new Uri("https://appmesh.eu-west-1.amazonaws.com"), Http(SocketError.HostNotFound, HttpRequestError.NameResolutionError))).ShouldBeTrue();
    }

    [Fact]
    public void A_lost_connection_and_a_name_server_that_asks_to_try_again_are_weather()
    {
        AppMeshEnd.IsGone(new HttpRequestException(HttpRequestError.ResponseEnded, "lost", new IOException())).ShouldBeFalse();
        AppMeshEnd.IsGone(Wrapped(SocketError.TryAgain, HttpRequestError.NameResolutionError)).ShouldBeFalse();
        AppMeshEnd.IsGone(Wrapped(SocketError.TimedOut, HttpRequestError.ConnectionError)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(403, "ForbiddenException", "App Mesh is no longer available.")]
    [InlineData(403, "AccessDeniedException", "Account is not allowed to use App Mesh.")]
    [InlineData(404, "NotFound", "")]
    [InlineData(404, "UnknownOperationException", "")]
    [InlineData(410, "Gone", "")]
    public void An_answer_that_turns_everybody_away_is_the_end(int status, string code, string message) => AppMeshEnd.IsGone(Answer(status, code, message)).ShouldBeTrue();

    [Theory]
    [InlineData(403, "AccessDeniedException", Denied)]
    [InlineData(403, "ForbiddenException", Denied)]
    [InlineData(403, "UnrecognizedClientException", "The security token included in the request is invalid.")]
    [InlineData(403, "ExpiredTokenException", "The security token included in the request is expired")]
    [InlineData(404, "NotFoundException", "There is no mesh of that name.")]
    [InlineData(429, "TooManyRequestsException", "")]
    [InlineData(503, "ServiceUnavailableException", "")]
    public void A_denial_a_missing_mesh_and_weather_keep_their_own_errors(int status, string code, string message) => AppMeshEnd.IsGone(Answer(status, code, message)).ShouldBeFalse();

    [Fact]
    public void The_error_says_what_was_seen_and_the_way_on()
    {
        var stop = AppMeshEnd.Stop("eu-west-1", Answer(410, "Gone", ""));

        ErrorIds.Of(stop).ShouldBe("AppMeshGone");
        ErrorExplanation.Of(stop).Message.ShouldBe("App Mesh does not answer in eu-west-1 (410 Gone); AWS ended it on 2026-09-30. Nothing was changed.");
        ErrorExplanation.Of(stop).Advice.ShouldContain("mesh: serviceConnect");
    }

    private static AmazonServiceException Answer(int status, string code, string message) => new(message) { StatusCode = (HttpStatusCode)status, ErrorCode = code };

    private static AmazonServiceException Wrapped(SocketError socket, HttpRequestError http) => new("A request failed", Http(socket, http));

    private static HttpRequestException Http(SocketError socket, HttpRequestError http) => new(http, "no", new SocketException((int)socket));
}
