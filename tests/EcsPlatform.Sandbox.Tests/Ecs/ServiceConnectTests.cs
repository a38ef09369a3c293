using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.Ecs;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class ServiceConnectTests
{
    private const string Nothing = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/11111111-1111-1111-1111-111111111111";

    private readonly MeshWorld _world = new();

    private EcsWorld Ecs => _world.Ecs;

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void An_endpoint_is_a_Cloud_Map_service_that_ECS_keeps_with_the_tasks_as_instances()
    {
        var home = _world.Http();
        _world.Register("api", ApplicationProtocol.Http);
        var deployment = _world.Serve("api", MeshWorld.Server("api")).Deployments[0];

        deployment.ServiceConnectConfiguration.Services[0].PortName.ShouldBe("api");
        var arn = deployment.ServiceConnectResources.ShouldHaveSingleItem().DiscoveryArn;
        Sandbox.Call(ServiceDiscoveryModel.ListTagsForResource, new() { ResourceARN = arn }).Tags.ShouldHaveSingleItem().Key.ShouldBe("AmazonECSManaged");
        _world.Discover("payments", "api").ShouldHaveSingleItem().Attributes["AWS_INSTANCE_PORT"].ShouldBe("8080");
        var task = Ecs.Tasks().ShouldHaveSingleItem();
        task.Containers.Count(container => container.Name.StartsWith("ecs-service-connect-", StringComparison.Ordinal)).ShouldBe(1);

        Sandbox.Call(ECSModel.ListServicesByNamespace, new() { Namespace = "payments" }).ServiceArns.ShouldHaveSingleItem().ShouldEndWith("/api");
        Sandbox.Refuses(ECSModel.ListServicesByNamespace, new() { Namespace = "other" }).Code.ShouldBe("NamespaceNotFoundException");

        Ecs.Delete(service: "api");
        Ecs.Wait(20);
        Ecs.Look("api").Status.ShouldBe("INACTIVE");
        Sandbox.Refuses(ServiceDiscoveryModel.DeleteNamespace, new() { Id = home }).Code.ShouldBe("ResourceInUse");
        Ecs.Wait(60);
        Sandbox.Call(ServiceDiscoveryModel.DeleteNamespace, new() { Id = home });
    }

    [Fact]
    public void A_task_sees_the_endpoints_that_were_there_when_its_deployment_began()
    {
        _world.Http();
        _world.Register("client");
        _world.Register("api");
        _world.Serve("client", MeshWorld.Client());
        _world.Serve("api", MeshWorld.Server("api"));

        Seen("client").ShouldBeEmpty();
        Seen("api").ShouldBe(["api.pay.local:8080"]);
        Sandbox.Call(ECSModel.StopTask, new() { Cluster = EcsWorld.Cluster, Task = _world.RunningTasks("client")[0] });
        Ecs.Wait(60);
        Seen("client").ShouldBeEmpty();

        Ecs.Update(new UpdateServiceRequest { Service = "client", ForceNewDeployment = true });
        Ecs.Wait(120);
        Seen("client").ShouldBe(["api.pay.local:8080"]);
    }

    [Fact]
    public void Names_and_aliases_are_taken_once_in_a_namespace()
    {
        _world.Http();
        _world.Http("other");
        _world.Register("api");
        _world.Register("web");
        _world.Serve("api", MeshWorld.Server("api"));

        var same = MeshWorld.Server("web");
        same.Services[0].DiscoveryName = "api";
        Refused("web", same).Said.ShouldContain("SC service is already used by arn:aws:servicediscovery");
        var alias = MeshWorld.Server("web");
        alias.Services[0].ClientAliases[0].DnsName = "api.pay.local";
        Refused("web", alias).Said.ShouldContain("already used");
        alias.Namespace = "other";
        _world.Serve("web", alias);
    }

    [Fact]
    public void What_does_not_fit_is_refused_at_the_call()
    {
        _world.Http();
        _world.Register("api");
        Refused("api", MeshWorld.Client("nowhere")).Code.ShouldBe("NamespaceNotFoundException");
        Refused("api", MeshWorld.Client(null!)).Said.ShouldContain("namespace");
        Refused("api", Server(service => service.PortName = "nothing")).Said.ShouldContain("portName nothing");
        Refused("api", Server(service => service.ClientAliases = [])).Said.ShouldContain("clientAlias");
        Refused("api", Server(service => service.DiscoveryName = "-Api")).Said.ShouldContain("discoveryName");
        Refused("api", Server(service => service.Timeout = new TimeoutConfiguration { PerRequestTimeoutSeconds = 5 })).Said.ShouldContain("TCP");
        Refused("api", Server(service => service.Tls = Tls("arn:aws:iam::123456789012:role/nobody", Nothing))).Said.ShouldContain("certificate authority");
        var authority = _world.Authority();
        Refused("api", Server(service => service.Tls = Tls("arn:aws:iam::123456789012:role/nobody", authority))).Said.ShouldContain("does not trust");
        var logs = MeshWorld.Client();
        logs.AccessLogConfiguration = new ServiceConnectAccessLogConfiguration { Format = ServiceConnectAccessLoggingFormat.JSON };
        Refused("api", logs).Said.ShouldContain("logConfiguration");

        static ServiceConnectConfiguration Server(Action<ServiceConnectService> change)
        {
            var configuration = MeshWorld.Server("api");
            change(configuration.Services[0]);
            return configuration;
        }
    }

    [Fact]
    public void The_application_protocol_stands_as_long_as_the_service()
    {
        _world.Http();
        _world.Register("api", ApplicationProtocol.Http);
        _world.Serve("api", MeshWorld.Server("api"));
        var definition = _world.Register("api", ApplicationProtocol.Grpc).TaskDefinitionArn;

        Sandbox.Refuses(ECSModel.UpdateService, new() { Cluster = EcsWorld.Cluster, Service = "api", TaskDefinition = definition }).Said.ShouldContain("appProtocol");
    }

    [Fact]
    public void Taking_the_configuration_away_takes_the_endpoint_away_when_the_old_tasks_are_gone()
    {
        _world.Http();
        _world.Register("api");
        _world.Serve("api", MeshWorld.Server("api"));

        Ecs.Update(new UpdateServiceRequest { Service = "api", ServiceConnectConfiguration = new ServiceConnectConfiguration { Enabled = false } });
        _world.CloudMapServices().ShouldBe(["api"]);
        Ecs.Wait(150);

        _world.CloudMapServices().ShouldBeEmpty();
        Ecs.Look("api").Deployments.ShouldHaveSingleItem().ServiceConnectConfiguration.Enabled.ShouldBe(false);
    }

    [Fact]
    public void The_secrets_of_TLS_are_AWSs_own_and_go_with_the_service()
    {
        _world.Http();
        _world.Register("api");
        var role = Sandbox.Call(IdentityManagementModel.CreateRole, new()
        {
            RoleName = "tls",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        }).Role.Arn;
        var server = MeshWorld.Server("api");
        server.Services[0].Tls = Tls(role, _world.Authority());
        _world.Serve("api", server);

        var secret = Sandbox.Call(SecretsManagerModel.ListSecrets, new()).SecretList.ShouldHaveSingleItem();
        (secret.Name[..7], secret.OwningService).ShouldBe(("ecs-sc!", "ecs-sc"));
        Sandbox.Refuses(SecretsManagerModel.DeleteSecret, new() { SecretId = secret.ARN, ForceDeleteWithoutRecovery = true }).Code.ShouldBe("InvalidRequestException");
        Ecs.Tasks().Count.ShouldBe(1);
        Ecs.Delete(service: "api");
        Ecs.Wait(120);
        Sandbox.Call(SecretsManagerModel.ListSecrets, new()).SecretList.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_log_group_of_the_proxy_keeps_the_task_from_starting()
    {
        _world.Http();
        _world.Register("api");
        var client = MeshWorld.Client();
        client.LogConfiguration = new LogConfiguration
        {
            LogDriver = LogDriver.Awslogs,
            Options = new() { ["awslogs-group"] = "proxy", ["awslogs-region"] = "us-east-1", ["awslogs-stream-prefix"] = "proxy" },
        };
        _world.Serve("api", client);
        Ecs.Tasks("STOPPED")[0].StoppedReason.ShouldContain("The specified log group does not exist");

        Sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "proxy" });
        Ecs.Wait(300);
        Sandbox.Call(CloudWatchLogsModel.DescribeLogStreams, new() { LogGroupName = "proxy" })
            .LogStreams.ShouldContain(stream => stream.LogStreamName.StartsWith("proxy/ecs-service-connect-", StringComparison.Ordinal));
    }

    private static ServiceConnectTlsConfiguration Tls(string role, string authority) => new()
    {
        RoleArn = role,
        IssuerCertificateAuthority = new ServiceConnectTlsCertificateAuthority { AwsPcaAuthorityArn = authority },
    };

    private RefusalException Refused(string name, ServiceConnectConfiguration configuration) =>
        Sandbox.Refuses(ECSModel.CreateService, _world.Request(name, configuration));

    private IReadOnlyList<string> Seen(string service) => Sandbox.Look((EcsService ecs) => ecs.EndpointsSeenBy(_world.RunningTasks(service)[0]));
}
