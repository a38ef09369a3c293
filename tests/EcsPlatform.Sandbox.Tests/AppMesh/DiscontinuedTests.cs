using System.Net.Sockets;
using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.AppMesh;

public sealed class DiscontinuedTests
{
    [Fact]
    public void The_endpoint_of_a_discontinued_service_does_not_resolve()
    {
        var sandbox = new AwsSandbox(new SandboxOptions { Discontinued = ["appmesh"] });

        var failure = Should.Throw<HttpRequestException>(() => sandbox.Call(AppMeshModel.ListMeshes, new ListMeshesRequest()));

        failure.HttpRequestError.ShouldBe(HttpRequestError.NameResolutionError);
        failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.HostNotFound);
        sandbox.Journal.Entries[^1].Outcome.ShouldBe("discontinued");
        sandbox.Call(ECSModel.ListClusters, new());
    }

    [Fact]
    public void Or_it_refuses_every_call_until_it_is_brought_back()
    {
        var sandbox = new AwsSandbox();
        sandbox.Faults.Discontinue("appmesh", Discontinuation.Refuses);

        var refusal = sandbox.Refuses(AppMeshModel.ListMeshes, new ListMeshesRequest());

        (refusal.Status, refusal.Code).ShouldBe((403, "ForbiddenException"));
        sandbox.Faults.Discontinue("appmesh", null);
        sandbox.Call(AppMeshModel.ListMeshes, new ListMeshesRequest()).Meshes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Over_HTTP_it_refuses_because_the_caller_has_a_connection_already()
    {
        var sandbox = new AwsSandbox(new SandboxOptions { Discontinued = ["appmesh"], Clock = new ScaledClock(60) });
        await using var server = SandboxHttpServer.Start(sandbox);
        using var http = new HttpClient();
        using var message = SandboxCaller.Message(AppMeshModel.ListMeshes, new ListMeshesRequest(), "us-east-1");
        message.RequestUri = new Uri(server.Url, message.RequestUri!.PathAndQuery);

        using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(403);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("discontinued");
    }
}
