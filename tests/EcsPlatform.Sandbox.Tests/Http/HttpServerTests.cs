using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EcsPlatform.Sandbox.Tests;

public sealed class HttpServerTests : IAsyncDisposable
{
    private readonly AwsSandbox _sandbox = new(new SandboxOptions { Clock = new ScaledClock(1000) });
    private readonly SandboxHttpServer _server;

    public HttpServerTests() => _server = SandboxHttpServer.Start(_sandbox);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_CLI_makes_and_reads_roles_secrets_groups_and_repositories()
    {
        AwsCli.SkipWhereMissing();
        var trust = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}""";

        (await Run("sts get-caller-identity")).GetProperty("Account").GetString().ShouldBe("123456789012");
        var role = await Run($"iam create-role --role-name web --path /app/ --assume-role-policy-document \"{trust}\" --tags Key=team,Value=pay");
        role.GetProperty("Role").GetProperty("AssumeRolePolicyDocument").GetProperty("Statement")[0].GetProperty("Effect").GetString().ShouldBe("Allow");
        (await Run("iam list-roles --path-prefix /app/")).GetProperty("Roles").GetArrayLength().ShouldBe(1);
        await Run("secretsmanager create-secret --name db --secret-string hush");
        (await Run("secretsmanager get-secret-value --secret-id db")).GetProperty("SecretString").GetString().ShouldBe("hush");
        (await AwsCli.RunAsync(_server.Url, "logs create-log-group --log-group-name /ecs/web --tags team=pay")).Error.ShouldBeEmpty();
        (await Run("logs describe-log-groups")).GetProperty("logGroups")[0].GetProperty("arn").GetString()
            .ShouldBe("arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/web:*");
        await Run("ecr create-repository --repository-name web --image-tag-mutability IMMUTABLE");
        (await Run("ecr describe-repositories")).GetProperty("repositories")[0].GetProperty("repositoryUri").GetString()
            .ShouldBe("123456789012.dkr.ecr.eu-central-1.amazonaws.com/web");
        (await Run("resourcegroupstaggingapi get-resources --tag-filters Key=team,Values=pay"))
            .GetProperty("ResourceTagMappingList").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_CLI_shows_the_services_own_errors()
    {
        AwsCli.SkipWhereMissing();

        var (output, error) = await AwsCli.RunAsync(_server.Url, "iam get-role --role-name nobody");

        output.ShouldBeNull();
        error.ShouldContain("An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found.");
    }

    [Fact]
    public async Task A_dropped_connection_is_dropped_on_the_wire_too()
    {
        _sandbox.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterEffect, Count = 1 });
        using var http = new HttpClient();

        await Should.ThrowAsync<HttpRequestException>(Ask(http));
        (await Ask(http)).StatusCode.ShouldBe(HttpStatusCode.OK);

        _sandbox.Journal.Entries.Select(call => call.Outcome).ShouldBe(["dropped", "ok"]);
    }

    [Fact]
    public async Task Many_calls_are_answered_at_once()
    {
        using var http = new HttpClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Ask(http)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        _sandbox.Journal.Count.ShouldBe(50);
    }

    [Fact]
    public async Task The_port_is_free_again_after_the_server_stopped()
    {
        await _server.DisposeAsync();

        using var probe = new TcpListener(IPAddress.Loopback, _server.Port);
        probe.Start();
        await using var again = await StartOnAsync(probe);
        again.Port.ShouldBe(_server.Port);
    }

    private ValueTask<SandboxHttpServer> StartOnAsync(TcpListener probe)
    {
        probe.Stop();
        return ValueTask.FromResult(SandboxHttpServer.Start(_sandbox, _server.Port));
    }

    private Task<HttpResponseMessage> Ask(HttpClient http)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _server.Url)
        {
            Content = new StringContent("Action=GetCallerIdentity&Version=2011-06-15", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        message.Headers.TryAddWithoutValidation("Authorization",
            "AWS4-HMAC-SHA256 Credential=AKID/20270101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00");
        return http.SendAsync(message, TestContext.Current.CancellationToken);
    }

    private async Task<System.Text.Json.JsonElement> Run(string command)
    {
        var (output, error) = await AwsCli.RunAsync(_server.Url, command);
        error.ShouldBeEmpty();
        return output.ShouldNotBeNull();
    }
}
