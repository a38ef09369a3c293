using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.Lambda;
using static EcsPlatform.Aws.Models.LambdaModel;

namespace EcsPlatform.Sandbox.Tests.Lambda;

public sealed class LambdaTests
{
    private readonly LambdaWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_new_function_is_pending_for_a_moment()
    {
        var made = Sandbox.Call(CreateFunction, LambdaWorld.Request());

        made.State.Value.ShouldBe("Pending");
        made.CodeSha256.ShouldBe(Convert.ToBase64String(SHA256.HashData(LambdaWorld.Zip().ToArray())));
        Sandbox.Refuses(UpdateFunctionConfiguration, new() { FunctionName = "rotate", Timeout = 30 }).Code.ShouldBe("ResourceConflictException");
        Sandbox.Refuses(CreateFunction, LambdaWorld.Request()).Code.ShouldBe("ResourceConflictException");
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        Sandbox.Call(GetFunction, new() { FunctionName = made.FunctionArn }).Configuration.State.Value.ShouldBe("Active");
    }

    [Fact]
    public void A_function_has_its_latest_version_and_no_code_signing()
    {
        var made = _world.Create();

        var version = Sandbox.Call(ListVersionsByFunction, new() { FunctionName = "rotate" }).Versions.Single();
        version.Version.ShouldBe("$LATEST");
        version.FunctionArn.ShouldBe(made.FunctionArn + ":$LATEST");
        Sandbox.Call(GetFunctionCodeSigningConfig, new() { FunctionName = "rotate" }).CodeSigningConfigArn.ShouldBeNull();
        Sandbox.Refuses(GetFunction, new() { FunctionName = "rotate", Qualifier = "7" }).Code.ShouldBe("ResourceNotFoundException");
        Sandbox.Refuses(Invoke, new() { FunctionName = made.FunctionArn + ":live" }).Said.ShouldEndWith(":function:rotate:live");
        Sandbox.Refuses(ListVersionsByFunction, new() { FunctionName = "gone" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void A_function_without_reserved_concurrency_left_is_throttled()
    {
        _world.Create();

        Sandbox.Refuses(PutFunctionConcurrency, new() { FunctionName = "rotate", ReservedConcurrentExecutions = 901 }).Code.ShouldBe("InvalidParameterValueException");
        Sandbox.Call(PutFunctionConcurrency, new() { FunctionName = "rotate", ReservedConcurrentExecutions = 0 });
        Sandbox.Call(GetFunction, new() { FunctionName = "rotate" }).Concurrency.ReservedConcurrentExecutions.ShouldBe(0);
        Sandbox.Refuses(Invoke, new() { FunctionName = "rotate" }).Code.ShouldBe("TooManyRequestsException");

        Sandbox.Call(DeleteFunctionConcurrency, new() { FunctionName = "rotate" });
        Sandbox.Call(GetFunctionConcurrency, new() { FunctionName = "rotate" }).ReservedConcurrentExecutions.ShouldBeNull();
        Sandbox.Call(Invoke, new() { FunctionName = "rotate" }).StatusCode.ShouldBe(200);
    }

    [Fact]
    public void One_update_goes_on_at_a_time()
    {
        _world.Create();

        Sandbox.Call(UpdateFunctionConfiguration, new() { FunctionName = "rotate", Timeout = 30 }).LastUpdateStatus.Value.ShouldBe("InProgress");

        Sandbox.Refuses(UpdateFunctionCode, new() { FunctionName = "rotate", ZipFile = LambdaWorld.Zip() }).Said.ShouldContain("An update is in progress");
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        Sandbox.Call(GetFunctionConfiguration, new() { FunctionName = "rotate" }).LastUpdateStatus.Value.ShouldBe("Successful");
    }

    [Theory]
    [InlineData("not a zip", "nodejs22.x", LambdaWorld.Role, "Could not unzip uploaded file")]
    [InlineData(null, "nodejs12.x", LambdaWorld.Role, "no longer supported")]
    [InlineData(null, "nodejs22.x", "arn:aws:iam::123456789012:role/nobody", "cannot be assumed by Lambda")]
    public void A_function_needs_code_a_runtime_and_a_role(string? code, string runtime, string role, string said)
    {
        var request = LambdaWorld.Request();
        request.Code.ZipFile = code is null ? LambdaWorld.Zip() : new MemoryStream(Encoding.UTF8.GetBytes(code));
        request.Runtime = runtime;
        request.Role = role;

        var refusal = Sandbox.Refuses(CreateFunction, request);

        refusal.Code.ShouldBe("InvalidParameterValueException");
        refusal.Said.ShouldContain(said);
    }

    [Fact]
    public void The_environment_is_not_for_names_of_Lambdas_own()
    {
        var request = LambdaWorld.Request();
        request.Environment = new() { Variables = new() { ["AWS_REGION"] = "x" } };

        Sandbox.Refuses(CreateFunction, request).Said.ShouldContain("AWS_REGION");
    }

    [Fact]
    public void A_statement_has_an_identifier_of_its_own()
    {
        _world.Create();
        Sandbox.Refuses(GetPolicy, new() { FunctionName = "rotate" }).Code.ShouldBe("ResourceNotFoundException");
        _world.Permit();

        Should.Throw<RefusalException>(() => _world.Permit()).Code.ShouldBe("ResourceConflictException");
        Sandbox.Call(GetPolicy, new() { FunctionName = "rotate" }).Policy.ShouldContain("secretsmanager.amazonaws.com");
        Sandbox.Call(RemovePermission, new() { FunctionName = "rotate", StatementId = "rotation" });
        Sandbox.Refuses(RemovePermission, new() { FunctionName = "rotate", StatementId = "rotation" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void What_a_function_does_is_said_in_the_process()
    {
        _world.Create();
        Sandbox.Functions.Register(
            function => function.Handler == "index.handler",
            invocation => new JsonObject { ["hookStatus"] = invocation.Payload!["fail"] is null ? "SUCCEEDED" : throw new LambdaFailureException("Error", "no") });

        Answer("{}").Payload.ShouldBe("""{"hookStatus":"SUCCEEDED"}""");
        Answer("""{"fail":1}""").Error.ShouldBe("Unhandled");
        Sandbox.Faults.SetFunctionFailure("rot*");
        Answer("{}").Error.ShouldBe("Unhandled");
        Sandbox.Call(CloudWatchLogsModel.FilterLogEvents, new() { LogGroupName = "/aws/lambda/rotate" }).Events.ShouldContain(line => line.Message.Contains("ERROR"));
    }

    [Fact]
    public void A_network_interface_lingers_after_the_last_function_and_holds_its_group()
    {
        var vpc = Sandbox.Call(EC2Model.CreateVpc, new() { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;
        var subnet = Sandbox.Call(EC2Model.CreateSubnet, new() { VpcId = vpc, CidrBlock = "10.0.0.0/24" }).Subnet.SubnetId;
        var group = Sandbox.Call(EC2Model.CreateSecurityGroup, new() { VpcId = vpc, GroupName = "f", Description = "f" }).GroupId;
        foreach (var name in new[] { "one", "two" })
        {
            var request = LambdaWorld.Request(name);
            request.VpcConfig = new VpcConfig { SubnetIds = [subnet], SecurityGroupIds = [group] };
            _world.Create(request).VpcConfig.VpcId.ShouldBe(vpc);
        }

        var network = Sandbox.Call(EC2Model.DescribeNetworkInterfaces, new()).NetworkInterfaces.ShouldHaveSingleItem();
        network.InterfaceType.Value.ShouldBe("lambda");
        network.Attachment.InstanceOwnerId.ShouldBe("amazon-aws"); // Terraform waits for those instead of detaching them
        Sandbox.Call(DeleteFunction, new() { FunctionName = "one" });
        Sandbox.Call(DeleteFunction, new() { FunctionName = "two" });
        _world.Clock.Advance(TimeSpan.FromMinutes(19));
        Sandbox.Refuses(EC2Model.DeleteSecurityGroup, new() { GroupId = group }).Code.ShouldBe("DependencyViolation");
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        Sandbox.Call(EC2Model.DeleteSecurityGroup, new() { GroupId = group });
    }

    private (string Payload, string? Error) Answer(string payload)
    {
        var answer = Sandbox.Call(Invoke, new() { FunctionName = "rotate", Payload = new MemoryStream(Encoding.UTF8.GetBytes(payload)) });
        return (Encoding.UTF8.GetString(answer.Payload.ToArray()), answer.FunctionError);
    }
}
