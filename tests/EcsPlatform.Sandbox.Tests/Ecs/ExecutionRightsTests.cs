using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

/// <summary>A task starts only with what its execution role may have: its image, its log stream, its secrets and their key.</summary>
public sealed class ExecutionRightsTests
{
    private const string Image = "\"ecr:GetAuthorizationToken\",\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\"";
    private const string Own = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1";
    private const string Envoy = "840364872350.dkr.ecr.us-east-1.amazonaws.com/aws-appmesh-envoy:v1.29.12.1-prod";

    private readonly EcsWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Theory]
    [InlineData(Own, "\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\"", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth")]
    [InlineData(Own, "\"ecr:GetAuthorizationToken\",\"ecr:GetDownloadUrlForLayer\"", "CannotPullContainerError: pull image manifest")]
    [InlineData(Own, "\"ecr:GetAuthorizationToken\",\"ecr:BatchGetImage\"", "CannotPullContainerError: pull image manifest")]
    [InlineData(Envoy, "\"ecr:GetAuthorizationToken\"", "CannotPullContainerError: pull image manifest")]
    [InlineData(Own, Image, null)]
    [InlineData(Envoy, Image, null)]
    public void An_image_of_ECR_is_for_roles_that_may_pull_it(string image, string actions, string? reason)
    {
        Sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "web" });
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].Image = image;
        MayOnly(Allow(actions));

        StartsOnlyWithout(reason, definition);
    }

    [Fact]
    public void A_right_to_one_repository_is_none_to_another()
    {
        Sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "web" });
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].Image = Own;
        MayOnly(Allow("\"ecr:GetAuthorizationToken\""), Allow(Image, "arn:aws:ecr:us-east-1:123456789012:repository/other"));

        StartsOnlyWithout("CannotPullContainerError: ", definition);
    }

    [Theory]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:*", null)]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:/ecs/other:*", "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException")]
    public void A_log_stream_is_for_roles_that_may_create_it(string group, string? reason)
    {
        Sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "/ecs/web" });
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].LogConfiguration = new LogConfiguration
        {
            LogDriver = LogDriver.Awslogs,
            Options = new() { ["awslogs-group"] = "/ecs/web", ["awslogs-region"] = "us-east-1", ["awslogs-stream-prefix"] = "web" },
        };
        MayOnly(Allow("\"logs:CreateLogStream\",\"logs:PutLogEvents\"", group));

        StartsOnlyWithout(reason, definition);
    }

    [Theory]
    [InlineData(true, false, "is not authorized to perform: secretsmanager:GetSecretValue")]
    [InlineData(false, true, "AccessDeniedException: Access to KMS is not allowed")]
    [InlineData(false, false, null)]
    public void A_secret_is_for_roles_that_may_read_it_and_use_its_key(bool otherSecret, bool withoutKey, string? reason)
    {
        var key = Sandbox.Call(KeyManagementServiceModel.CreateKey, new()).KeyMetadata.Arn;
        var secret = Sandbox.Call(SecretsManagerModel.CreateSecret, new() { Name = "database", SecretString = "s3cret", KmsKeyId = key }).ARN;
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].Secrets = [new Secret { Name = "DATABASE", ValueFrom = secret + ":password::" }];
        MayOnly(
            Allow("\"secretsmanager:GetSecretValue\"", otherSecret ? secret + "x" : secret),
            Allow("\"kms:Decrypt\"", withoutKey ? key + "x" : key));

        var stopped = Stopped(definition);
        if (reason is null)
        {
            stopped.ShouldBeNull();
            return;
        }

        stopped.ShouldStartWith($"ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {secret}");
        stopped.ShouldContain(reason);
    }

    [Fact]
    public void A_right_that_comes_later_lets_the_service_start()
    {
        Sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "web" });
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].Image = Own;
        MayOnly();
        StartsOnlyWithout("ResourceInitializationError: unable to pull secrets or registry auth", definition);

        MayOnly(Allow(Image));
        _world.Wait(300);
        _world.Look().RunningCount.ShouldBe(1);
    }

    private static string Allow(string actions, string resource = "*") => $$"""{"Effect":"Allow","Action":[{{actions}}],"Resource":"{{resource}}"}""";

    /// <summary>What the execution role may from now on.</summary>
    private void MayOnly(params string[] statements)
    {
        foreach (var attached in Sandbox.Call(IdentityManagementModel.ListAttachedRolePolicies, new() { RoleName = "execution" }).AttachedPolicies)
        {
            Sandbox.Call(IdentityManagementModel.DetachRolePolicy, new() { RoleName = "execution", PolicyArn = attached.PolicyArn });
        }

        Sandbox.Call(IdentityManagementModel.PutRolePolicy, new()
        {
            RoleName = "execution",
            PolicyName = "it",
            PolicyDocument = $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements.DefaultIfEmpty(Allow("\"sts:GetCallerIdentity\"")))}}]}""",
        });
    }

    private void StartsOnlyWithout(string? reason, RegisterTaskDefinitionRequest definition)
    {
        var stopped = Stopped(definition);
        if (reason is null)
        {
            stopped.ShouldBeNull();
            _world.Look().RunningCount.ShouldBe(1);
        }
        else
        {
            stopped.ShouldNotBeNull().ShouldStartWith(reason);
        }
    }

    /// <summary>Why the first task of a service stopped; null where it did not.</summary>
    private string? Stopped(RegisterTaskDefinitionRequest definition)
    {
        _world.Register(definition);
        _world.Create(_world.Service(count: 1));
        _world.Wait(50);
        return _world.Tasks("STOPPED").FirstOrDefault()?.StoppedReason;
    }
}
