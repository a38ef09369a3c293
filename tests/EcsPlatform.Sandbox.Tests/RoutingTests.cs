using System.Net;
using System.Text;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests;

public sealed class RoutingTests
{
    private readonly AwsSandbox _sandbox = new();

    [Fact]
    public async Task An_operation_that_the_sandbox_does_not_have_says_so_in_the_services_own_way()
    {
        var (status, text) = await Post("sts", "application/x-www-form-urlencoded", "Action=GetSessionToken&Version=2011-06-15");

        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain("<Code>InvalidAction</Code>");
        text.ShouldContain("the EcsPlatform sandbox does not have STS GetSessionToken");
        _sandbox.Journal.Entries.Single().Operation.ShouldBe("GetSessionToken");
    }

    [Fact]
    public async Task A_service_that_the_sandbox_does_not_have_says_so_too()
    {
        var (status, text) = await Post("sqs", "application/x-amz-json-1.0", "{}", "AmazonSQS.ListQueues");

        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain("does not have the service sqs (asked for ListQueues)");
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        using var http = new HttpClient(_sandbox.CreateHandler());
        using var message = SandboxCaller.Message(SecurityTokenModel.GetCallerIdentity, new Amazon.SecurityToken.Model.GetCallerIdentityRequest(), "us-east-1");
        message.Headers.Remove("Authorization");
        using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("MissingAuthenticationToken");
    }

    [Fact]
    public void A_request_that_breaks_the_models_constraints_is_refused_in_the_services_own_way()
    {
        var noName = _sandbox.Refuses(IdentityManagementModel.GetRole, new());
        var shortName = _sandbox.Refuses(ECRModel.CreateRepository, new() { RepositoryName = "x" });

        (noName.Code, noName.Said).ShouldBe(("ValidationError", "1 validation error detected: RoleName: is required"));
        shortName.Code.ShouldBe("InvalidParameterException");
        shortName.Said.ShouldStartWith("1 validation error detected: repositoryName: must have 2 to 256 characters");
        _sandbox.Journal.Entries.ShouldAllBe(call => !call.TookEffect);
    }

    [Fact]
    public void The_sandbox_lists_the_operations_that_it_has()
    {
        _sandbox.Operations["iam"].ShouldContain("CreateRole");
        _sandbox.Operations.Values.ShouldAllBe(operations => operations.Count > 0);
    }

    private async Task<(HttpStatusCode Status, string Text)> Post(string service, string type, string body, string? target = null)
    {
        using var http = new HttpClient(_sandbox.CreateHandler());
        using var message = new HttpRequestMessage(HttpMethod.Post, "http://localhost/") { Content = new StringContent(body, Encoding.UTF8, type) };
        message.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKID/20270101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=00");
        if (target is not null)
        {
            message.Headers.Add("X-Amz-Target", target);
        }

        using var answer = await http.SendAsync(message);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
