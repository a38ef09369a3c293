using Amazon.SecurityToken.Model;

namespace EcsPlatform.Sandbox.Tests;

public sealed class StsTests
{
    private readonly VirtualClock _clock = new();
    private readonly AwsSandbox _sandbox;

    public StsTests() => _sandbox = new AwsSandbox(new SandboxOptions { Clock = _clock, Latency = TimeSpan.FromMilliseconds(50) });

    [Fact]
    public void The_official_client_learns_who_it_is()
    {
        using var sts = _sandbox.Sts();

        var me = _clock.Run(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));

        me.Account.ShouldBe("123456789012");
        me.Arn.ShouldBe("arn:aws:iam::123456789012:user/sandbox");
        var call = _sandbox.Journal.Entries.ShouldHaveSingleItem();
        (call.Service, call.Operation, call.Region, call.Outcome).ShouldBe(("sts", "GetCallerIdentity", "eu-west-1", "ok"));
        (call.End - call.Start).ShouldBe(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_role_that_is_not_there_cannot_be_assumed()
    {
        using var sts = _sandbox.Sts();

        var error = Should.Throw<Amazon.SecurityToken.AmazonSecurityTokenServiceException>(() => _clock.Run(() => sts.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = "arn:aws:iam::123456789012:role/nobody", RoleSessionName = "test" })));

        error.ErrorCode.ShouldBe("AccessDenied");
        error.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        error.Message.ShouldContain("is not authorized to perform: sts:AssumeRole");
    }
}
