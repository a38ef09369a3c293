using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class StartFailureTests
{
    private readonly EcsWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_role_that_has_not_spread_yet_delays_the_first_task()
    {
        var definition = _world.TaskDefinition();
        definition.TaskRoleArn = _world.CreateRole("young");
        _world.Register(definition);
        _world.Create();
        _world.Wait(1);

        _world.Events().ShouldHaveSingleItem().ShouldStartWith(
            $"(service web) failed to launch a task with (error ECS was unable to assume the role '{definition.TaskRoleArn}' that was provided for this task.");
        _world.Wait(90);
        _world.Look().RunningCount.ShouldBe(2);
    }

    [Fact]
    public void A_missing_secret_stops_the_task_before_it_runs()
    {
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].Secrets = [new Secret { Name = "KEY", ValueFrom = "arn:aws:secretsmanager:us-east-1:123456789012:secret:nothing-AbCdEf" }];

        Stopped(definition).ShouldStartWith("ResourceInitializationError: unable to pull secrets or registry auth:");
    }

    [Fact]
    public void A_missing_log_group_stops_the_task_before_it_runs()
    {
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].LogConfiguration = Logs();

        Stopped(definition).ShouldStartWith("ResourceInitializationError: failed to validate logger args:");
    }

    [Fact]
    public void A_missing_repository_stops_the_task_before_it_runs()
    {
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].Image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1";

        Stopped(definition).ShouldStartWith("CannotPullContainerError: The repository with name 'web' does not exist");
    }

    [Fact]
    public void A_missing_image_matters_only_where_images_must_exist()
    {
        var strict = new EcsWorld(new SandboxOptions { ImagesMustExist = true });
        foreach (var (world, running) in new[] { (_world, 1), (strict, 0) })
        {
            world.Sandbox.Call(ECRModel.CreateRepository, new Amazon.ECR.Model.CreateRepositoryRequest { RepositoryName = "web" });
            var definition = world.TaskDefinition();
            definition.ContainerDefinitions[0].Image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1";
            world.Register(definition);
            world.Create(world.Service(count: 1));
            world.Wait(35);

            world.Look().RunningCount.ShouldBe(running);
        }
    }

    [Fact]
    public void A_crash_leaves_its_exit_code_and_its_last_words_in_the_log()
    {
        Sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new Amazon.CloudWatchLogs.Model.CreateLogGroupRequest { LogGroupName = "/ecs/web" });
        Sandbox.Faults.SetContainerCrash("web");
        var definition = _world.TaskDefinition();
        definition.ContainerDefinitions[0].LogConfiguration = Logs();

        Stopped(definition).ShouldBe("Essential container in task exited");

        var task = _world.Tasks("STOPPED")[0];
        task.StopCode.ShouldBe(TaskStopCode.EssentialContainerExited);
        task.Containers[0].ExitCode.ShouldBe(1);
        var id = task.TaskArn.Split('/')[^1];
        Sandbox.Call(CloudWatchLogsModel.GetLogEvents, new Amazon.CloudWatchLogs.Model.GetLogEventsRequest
        {
            LogGroupName = "/ecs/web",
            LogStreamName = $"web/app/{id}",
        }).Events[^1].Message.ShouldContain("fatal");
    }

    [Fact]
    public void Attempts_come_slower_and_slower_and_the_service_says_so()
    {
        Sandbox.Faults.SetContainerCrash("web");
        _world.Register();
        _world.Create(_world.Service(count: 1));
        _world.Wait(3600);

        _world.Events().ShouldContain(message => message.Contains("is unable to consistently start tasks successfully"));
        _world.Look().Deployments[0].FailedTasks!.Value.ShouldBeInRange(5, 12);
        _world.Look().Deployments[0].RolloutState.ShouldBe(DeploymentRolloutState.IN_PROGRESS);
    }

    private string Stopped(RegisterTaskDefinitionRequest definition)
    {
        _world.Register(definition);
        _world.Create(_world.Service(count: 1));
        _world.Wait(50);
        return _world.Tasks("STOPPED")[0].StoppedReason;
    }

    private static LogConfiguration Logs() => new()
    {
        LogDriver = LogDriver.Awslogs,
        Options = new() { ["awslogs-group"] = "/ecs/web", ["awslogs-region"] = "us-east-1", ["awslogs-stream-prefix"] = "web" },
    };
}
