using System.Net;
using Amazon.CloudWatch.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Aws.Tests.Clients;

public sealed class ClientTests
{
    private readonly StubHandler _aws = new();
    private readonly EagerClock _clock = new();

    [Fact]
    public async Task A_call_goes_out_signed_for_its_service_and_region()
    {
        using var clients = Clients();
        _aws.Json("""{"cluster":{"clusterName":"c1","status":"ACTIVE","runningTasksCount":3,"settings":[{"name":"containerInsights","value":"enabled"}]}}""");

        var response = await clients.ECS.CreateClusterAsync(
            new CreateClusterRequest { ClusterName = "c1", CapacityProviders = ["FARGATE"] }, TestContext.Current.CancellationToken);

        var (request, body) = _aws.Sent.ShouldHaveSingleItem();
        request.RequestUri!.AbsoluteUri.ShouldBe("https://ecs.eu-west-1.amazonaws.com/");
        request.Headers.GetValues("X-Amz-Target").ShouldBe(["AmazonEC2ContainerServiceV20141113.CreateCluster"]);
        request.Headers.GetValues("Authorization").Single().ShouldContain("/eu-west-1/ecs/aws4_request");
        body.ShouldBe("""{"clusterName":"c1","capacityProviders":["FARGATE"]}""");
        response.Cluster.RunningTasksCount.ShouldBe(3);
        response.Cluster.Settings.Single().Name.ShouldBe(ClusterSettingName.ContainerInsights);
        response.ResponseMetadata.RequestId.ShouldBe("id-1");
        response.HttpStatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Iam_has_one_endpoint_signed_for_its_home_region()
    {
        using var clients = Clients();
        _aws.Xml("<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role><RoleName>r</RoleName></Role></GetRoleResult></GetRoleResponse>");

        var response = await clients.IdentityManagement.GetRoleAsync(new GetRoleRequest { RoleName = "r" }, TestContext.Current.CancellationToken);

        var (request, _) = _aws.Sent.ShouldHaveSingleItem();
        request.RequestUri!.Host.ShouldBe("iam.amazonaws.com");
        request.Headers.GetValues("Authorization").Single().ShouldContain("/us-east-1/iam/aws4_request");
        response.Role.RoleName.ShouldBe("r");
    }

    [Fact]
    public async Task An_error_that_the_operation_names_becomes_its_exception()
    {
        using var clients = Clients();
        _aws.Json("""{"__type":"ClusterNotFoundException","message":"Cluster not found."}""", HttpStatusCode.BadRequest);

        var error = await Should.ThrowAsync<ClusterNotFoundException>(
            () => clients.ECS.DeleteClusterAsync(new DeleteClusterRequest { Cluster = "none" }, TestContext.Current.CancellationToken));

        error.Message.ShouldBe("Cluster not found.");
        error.ErrorCode.ShouldBe("ClusterNotFoundException");
        error.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        error.RequestId.ShouldBe("id-1");
        error.ErrorType.ShouldBe(ErrorType.Sender);
    }

    [Fact]
    public async Task An_error_that_the_operation_does_not_name_becomes_the_services_exception()
    {
        using var clients = Clients();
        _aws.Json("""{"__type":"SomethingNewException","message":"No."}""", HttpStatusCode.BadRequest);

        var error = await Should.ThrowAsync<AmazonECSException>(
            () => clients.ECS.DeleteClusterAsync(new DeleteClusterRequest { Cluster = "none" }, TestContext.Current.CancellationToken));

        error.GetType().ShouldBe(typeof(AmazonECSException));
        error.ErrorCode.ShouldBe("SomethingNewException");
    }

    [Fact]
    public async Task A_query_error_is_found_by_its_code_on_the_wire()
    {
        using var clients = Clients();
        _aws.Xml("<ErrorResponse><Error><Type>Sender</Type><Code>ResourceNotFound</Code><Message>gone</Message></Error></ErrorResponse>", HttpStatusCode.NotFound);

        var error = await Should.ThrowAsync<Amazon.CloudWatch.Model.ResourceNotFoundException>(
            () => clients.CloudWatch.SetAlarmStateAsync(
                new SetAlarmStateRequest { AlarmName = "a", StateValue = "ALARM", StateReason = "drill" }, TestContext.Current.CancellationToken));

        error.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    [InlineData("ServerException", HttpStatusCode.InternalServerError)]
    public async Task Throttling_and_transient_errors_are_retried_on_our_clock(string code, HttpStatusCode status)
    {
        using var clients = Clients();
        _aws.Json($$"""{"__type":"{{code}}","message":"later"}""", status).Json($$"""{"__type":"{{code}}","message":"later"}""", status).Json("""{"clusterArns":["c"]}""");

        var response = await clients.ECS.ListClustersAsync(new ListClustersRequest(), TestContext.Current.CancellationToken);

        response.ClusterArns.ShouldBe(["c"]);
        _clock.Waits.ShouldBe([TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1)]);
    }

    [Fact]
    public async Task The_official_client_shares_handler_and_clock()
    {
        using var clients = Clients();
        _aws.Xml("<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>later</Message></Error></ErrorResponse>", HttpStatusCode.BadRequest)
            .Xml("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");

        var response = await clients.SecurityToken.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken);

        response.Account.ShouldBe("123456789012");
        _clock.Waits.Count.ShouldBe(1);
    }

    [Fact]
    public void A_call_completes_on_the_calling_thread()
    {
        using var clients = Clients();
        _aws.Json("""{"__type":"ThrottlingException","message":"later"}""", HttpStatusCode.BadRequest)
            .Json("""{"clusterArns":["c"]}""")
            .Json("""{"__type":"ClusterNotFoundException","message":"none"}""", HttpStatusCode.BadRequest)
            .Xml("<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");

        clients.ECS.ListClustersAsync(new ListClustersRequest(), TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
        clients.ECS.DeleteClusterAsync(new DeleteClusterRequest { Cluster = "c" }, TestContext.Current.CancellationToken).IsFaulted.ShouldBeTrue();
        clients.SecurityToken.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_value_that_the_model_forbids_is_found_before_anything_is_sent()
    {
        using var clients = Clients();

        var error = await Should.ThrowAsync<ConstraintException>(
            () => clients.IdentityManagement.GetRoleAsync(new GetRoleRequest { RoleName = new string('x', 65) }, TestContext.Current.CancellationToken));

        error.Violations.Single().Path.ShouldBe("RoleName");
        error.Message.ShouldStartWith("IAM GetRole was not sent: RoleName: ");
        _aws.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_official_client_is_held_to_the_model_too()
    {
        using var clients = Clients();

        var error = await Should.ThrowAsync<ConstraintException>(
            () => clients.SecurityToken.AssumeRoleAsync(new() { RoleArn = "arn:aws:iam::123456789012:role/r" }, TestContext.Current.CancellationToken));

        error.Violations.Single().Path.ShouldBe("RoleSessionName");
    }

    [Fact]
    public async Task Idempotency_tokens_come_from_the_options()
    {
        using var clients = Clients(static options => options with { NewIdempotencyToken = static () => "token-1" });
        _aws.Json("""{"ARN":"a","Name":"s"}""");

        await clients.SecretsManager.CreateSecretAsync(new() { Name = "s", SecretString = "x" }, TestContext.Current.CancellationToken);

        _aws.Sent.Single().Body.ShouldContain("\"ClientRequestToken\":\"token-1\"");
    }

    [Fact]
    public async Task A_given_endpoint_keeps_the_region_in_the_signature()
    {
        using var clients = Clients(static options => options with { EndpointUrl = "http://localhost:5000" });
        _aws.Json("""{"clusterArns":[]}""");

        await clients.ECS.ListClustersAsync(new ListClustersRequest(), TestContext.Current.CancellationToken);

        var (request, _) = _aws.Sent.ShouldHaveSingleItem();
        request.RequestUri!.AbsoluteUri.ShouldBe("http://localhost:5000/");
        request.Headers.GetValues("Authorization").Single().ShouldContain("/eu-west-1/ecs/");
    }

    [Theory]
    [InlineData("eu-west-1", "api.ecr.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "api.ecr.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "api.ecr.us-gov-west-1.amazonaws.com")]
    public async Task Hosts_follow_region_and_partition(string region, string host)
    {
        using var clients = Clients(options => options with { Region = region });
        _aws.Json("""{"repositories":[]}""");

        await clients.ECR.DescribeRepositoriesAsync(new(), TestContext.Current.CancellationToken);

        _aws.Sent.Single().Request.RequestUri!.Host.ShouldBe(host);
    }

    private AwsClients Clients(Func<AwsClientOptions, AwsClientOptions>? with = null)
    {
        var options = new AwsClientOptions
        {
            Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            Region = "eu-west-1",
            Handler = _aws,
            Time = _clock,
            Jitter = static () => 0.5,
        };
        return new AwsClients(with?.Invoke(options) ?? options);
    }
}
