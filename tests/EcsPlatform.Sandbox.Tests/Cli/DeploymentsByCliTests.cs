using System.Text;
using Amazon.ECS.Model;
using EcsPlatform.Sandbox.Tests.Ecs;
using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Sandbox.Tests.Cli;

/// <summary>Deployments as the AWS CLI starts, follows and waits for them.</summary>
public sealed class DeploymentsByCliTests
{
    private readonly TrafficWorld _world = new();

    [Fact]
    public async Task A_blue_green_deployment_is_started_waited_for_and_found_again()
    {
        await using var cli = new CliSession(_world.Sandbox);
        _world.World.Create(_world.Request());
        _world.World.Wait(900);
        var definition = _world.World.Register().TaskDefinitionArn;

        await cli.DoAsync($"ecs update-service --cluster {EcsWorld.Cluster} --service web --task-definition {definition} --query service.serviceName");
        var running = await cli.DoAsync($"ecs list-service-deployments --cluster {EcsWorld.Cluster} --service web --status PENDING IN_PROGRESS --query serviceDeployments[0].serviceDeploymentArn");
        _world.World.Wait(1800);
        await cli.DoAsync($"ecs wait services-stable --cluster {EcsWorld.Cluster} --services web");

        var arn = running.GetString();
        (await cli.DoAsync($"ecs describe-service-deployments --service-deployment-arns {arn} --query serviceDeployments[0].status")).GetString().ShouldBe("SUCCESSFUL");
        (await cli.RefusalAsync($"ecs stop-service-deployment --service-deployment-arn {arn}")).ShouldContain("ConflictException");
        (await cli.RefusalAsync($"ecs stop-service-deployment --service-deployment-arn {arn}x")).ShouldContain("ServiceDeploymentNotFoundException");
    }

    [Fact]
    public async Task CodeDeploy_takes_an_AppSpec_file_and_says_when_the_traffic_has_moved()
    {
        await using var cli = new CliSession(_world.Sandbox);
        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration = null;
        request.DeploymentConfiguration = null;
        request.DeploymentController = new DeploymentController { Type = "CODE_DEPLOY" };
        _world.World.Create(request);
        _world.World.Wait(120);
        await cli.DoAsync("deploy create-application --application-name web --compute-platform ECS");
        await cli.DoAsync("deploy create-deployment-group --cli-input-json file://" + cli.Write("group.json", Encoding.UTF8.GetBytes($$$"""
            {
              "applicationName": "web", "deploymentGroupName": "web", "serviceRoleArn": "{{{_world.Role}}}",
              "deploymentConfigName": "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
              "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
              "blueGreenDeploymentConfiguration": {
                "terminateBlueInstancesOnDeploymentSuccess": {"action": "TERMINATE", "terminationWaitTimeInMinutes": 0},
                "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT"}},
              "loadBalancerInfo": {"targetGroupPairInfoList": [{
                "targetGroups": [{"name": "web-blue"}, {"name": "web-green"}], "prodTrafficRoute": {"listenerArns": ["{{{_world.Listener}}}"]}}]},
              "ecsServices": [{"clusterName": "{{{EcsWorld.Cluster}}}", "serviceName": "web"}]
            }
            """)));
        var deploy = "deploy create-deployment --application-name web --deployment-group-name web --query deploymentId --revision file://" + cli.Write("revision.json", Revision());

        var id = (await cli.DoAsync(deploy)).GetString();
        (await cli.RefusalAsync(deploy)).ShouldContain("DeploymentLimitExceededException");
        _world.World.Wait(1800);
        await cli.DoAsync($"deploy wait deployment-successful --deployment-id {id}");

        _world.Weights().ShouldBe((0, 100));
        (await cli.DoAsync("deploy list-deployments --application-name web --deployment-group-name web --include-only-statuses Succeeded --query deployments[0]")).GetString().ShouldBe(id);
        (await cli.RefusalAsync($"deploy stop-deployment --deployment-id {id}")).ShouldContain("DeploymentAlreadyCompletedException");
    }

    private byte[] Revision()
    {
        var content = """{\"version\": 1, \"Resources\": [{\"TargetService\": {\"Type\": \"AWS::ECS::Service\", \"Properties\": {\"TaskDefinition\": \"DEFINITION\", \"LoadBalancerInfo\": {\"ContainerName\": \"app\", \"ContainerPort\": 8080}}}}]}"""
            .Replace("DEFINITION", _world.World.Register().TaskDefinitionArn, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($$$"""{"revisionType": "AppSpecContent", "appSpecContent": {"content": "{{{content}}}"}}""");
    }
}
