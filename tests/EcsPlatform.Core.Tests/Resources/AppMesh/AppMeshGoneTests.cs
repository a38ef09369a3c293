using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Resources.AppMesh;

/// <summary>Where App Mesh is no more, a run that wants it stops before it makes anything; everybody else goes on.</summary>
public sealed class AppMeshGoneTests
{
    private static readonly PlatformDefinition Meshed = Platforms.Read(Platforms.SmallYaml.Replace("name: small", "name: small\nmesh: appMesh", StringComparison.Ordinal));

    public static TheoryData<string> Ends => ["no such name", "refused", "403 ForbiddenException", "404 UnknownOperationException", "410 GoneException"];

    [Theory, MemberData(nameof(Ends))]
    public void The_run_stops_before_the_first_create_and_says_the_way_on(string end)
    {
        var platform = At(Meshed, end);
        var empty = platform.Inventory;

        var stop = Should.Throw<ServiceEndedException>(() => platform.Up());

        ErrorIds.Of(stop).ShouldBe(ErrorIds.AppMeshGone);
        stop.Message.ShouldStartWith("App Mesh does not answer in us-east-1 (");
        stop.Advice.ShouldContain("mesh: serviceConnect");
        platform.Inventory.ShouldBe(empty);
        platform.Account.Journal.Entries.ShouldNotContain(call => call.Operation.StartsWith("Create", StringComparison.Ordinal));
    }

    [Fact]
    public void A_denial_keeps_its_own_error()
    {
        var platform = At(Meshed, "403 AccessDeniedException User: arn:aws:iam::123456789012:user/x is not authorized to perform: appmesh:DescribeMesh");

        ErrorIds.Of(Should.Throw<AmazonServiceException>(() => platform.Plan())).ShouldBe("AccessDeniedException");
    }

    [Theory, MemberData(nameof(Ends))]
    public void A_removal_takes_it_for_nothing_there(string end)
    {
        var platform = At(Platforms.Small, end);
        var empty = platform.Inventory;
        platform.Up().ThrowIfFailed();

        platform.Definition = Meshed;
        platform.Down().ThrowIfFailed();

        platform.Inventory.ShouldBe(empty);
    }

    [Fact]
    public void A_platform_without_a_mesh_never_asks()
    {
        End? end = null;
        var platform = new SandboxedPlatform(Platforms.Small, between: inner => end = new End("410 GoneException", inner));

        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();

        end!.Asked.ShouldBe(0);
    }

    private static SandboxedPlatform At(PlatformDefinition definition, string end) => new(definition, between: inner => new End(end, inner));

    /// <summary>What answers, or does not, where App Mesh was.</summary>
    private sealed class End(string how, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.Host.StartsWith("appmesh.", StringComparison.Ordinal))
            {
                return base.SendAsync(request, cancellationToken);
            }

            Asked++;
            return how switch
            {
                "no such name" => throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known", new SocketException((int)SocketError.HostNotFound)),
                "refused" => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)),
                _ => Task.FromResult(Answer(how.Split(' ', 3))),
            };
        }

        private static HttpResponseMessage Answer(string[] how) => new((HttpStatusCode)int.Parse(how[0], System.Globalization.CultureInfo.InvariantCulture))
        {
            Headers = { { "x-amzn-ErrorType", how[1] } },
            Content = new StringContent($$"""{"message":"{{how.ElementAtOrDefault(2) ?? "no more"}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
    }
}
