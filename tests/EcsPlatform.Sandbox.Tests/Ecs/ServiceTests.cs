using Amazon.ECS;
using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class ServiceTests
{
    private readonly EcsWorld _world = new();

    public ServiceTests() => _world.Register();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_service_starts_its_tasks_over_the_zones_and_becomes_steady()
    {
        _world.Create(_world.Service(count: 3)).Status.ShouldBe("ACTIVE");
        _world.Wait(1);
        _world.Look().PendingCount.ShouldBe(3);
        _world.Wait(60);

        var service = _world.Look();
        service.RunningCount.ShouldBe(3);
        service.Deployments.ShouldHaveSingleItem().RolloutState.ShouldBe(DeploymentRolloutState.COMPLETED);
        _world.Tasks().Select(task => task.AvailabilityZone).ShouldBe(["us-east-1a", "us-east-1b", "us-east-1c"], ignoreOrder: true);
        service.Events[0].Message.ShouldBe("(service web) has reached a steady state.");
        service.Events[1].Message.ShouldMatch(@"^\(service web\) \(deployment ecs-svc/\d+\) deployment completed\.$");
    }

    [Fact]
    public void A_steady_service_holds_no_timer()
    {
        _world.Create();
        _world.Wait(120);

        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_task_goes_through_its_states()
    {
        _world.Create(_world.Service(count: 1));
        var states = new List<string>();
        for (var second = 0; second < 60; second++)
        {
            _world.Wait(1);
            Note();
        }

        _world.Delete();
        for (var second = 0; second < 60; second++)
        {
            _world.Wait(1);
            Note();
        }

        states.ShouldBe(["PROVISIONING", "PENDING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"]);

        void Note()
        {
            foreach (var task in _world.Tasks().Concat(_world.Tasks("STOPPED")))
            {
                if (states.LastOrDefault() != task.LastStatus)
                {
                    states.Add(task.LastStatus);
                }
            }
        }
    }

    [Fact]
    public void A_second_service_under_the_name_is_refused_unless_it_is_the_same_call_again()
    {
        var request = _world.Service();
        request.ClientToken = "one";
        var first = _world.Create(request);

        _world.Create(request).ServiceArn.ShouldBe(first.ServiceArn);
        Sandbox.Refuses(ECSModel.CreateService, _world.Service()).Said.ShouldBe("Creation of service was not idempotent.");
    }

    [Fact]
    public void A_service_is_deleted_by_force_or_at_zero_and_drains_before_it_is_inactive()
    {
        _world.Create();
        _world.Wait(60);
        Sandbox.Refuses(ECSModel.DeleteService, new DeleteServiceRequest { Cluster = EcsWorld.Cluster, Service = "web" })
            .Said.ShouldBe("The service cannot be stopped while it is scaled above 0.");

        _world.Delete();
        _world.Look().Status.ShouldBe("DRAINING");
        Sandbox.Refuses(ECSModel.CreateService, _world.Service()).Said.ShouldBe("Unable to Start a service that is still Draining.");
        Sandbox.Refuses(ECSModel.UpdateService, new UpdateServiceRequest { Cluster = EcsWorld.Cluster, Service = "web", DesiredCount = 1 })
            .Code.ShouldBe("ServiceNotActiveException");

        _world.Wait(60);
        _world.Look().Status.ShouldBe("INACTIVE");
        _world.Create().Status.ShouldBe("ACTIVE");
    }

    [Fact]
    public void An_unknown_service_is_MISSING_and_more_than_ten_are_too_many()
    {
        Sandbox.Call(ECSModel.DescribeServices, new DescribeServicesRequest { Cluster = EcsWorld.Cluster, Services = ["nobody"] })
            .Failures.ShouldHaveSingleItem().Reason.ShouldBe("MISSING");
        Sandbox.Refuses(ECSModel.DescribeServices, new DescribeServicesRequest { Cluster = EcsWorld.Cluster, Services = [.. Enumerable.Range(0, 11).Select(i => $"s{i}")] })
            .Code.ShouldBe("InvalidParameterException");
        Sandbox.Refuses(ECSModel.UpdateService, new UpdateServiceRequest { Cluster = EcsWorld.Cluster, Service = "nobody" }).Code.ShouldBe("ServiceNotFoundException");
    }

    [Fact]
    public void Subnets_and_groups_must_exist_and_share_a_VPC()
    {
        var other = Sandbox.Call(EC2Model.CreateVpc, new Amazon.EC2.Model.CreateVpcRequest { CidrBlock = "10.1.0.0/16" }).Vpc.VpcId;
        Refused(vpc => vpc.Subnets = ["subnet-00000000000000000"]).ShouldContain("does not exist");
        Refused(vpc => vpc.Subnets.Add(_world.Subnet("us-east-1a", "10.1.1.0/24", other))).ShouldBe("Subnets do not share a common VPC.");
        Refused(vpc => vpc.SecurityGroups = ["sg-00000000000000000"]).ShouldContain("does not exist");

        string Refused(Action<AwsVpcConfiguration> spoil)
        {
            var request = _world.Service();
            spoil(request.NetworkConfiguration.AwsvpcConfiguration);
            return Sandbox.Refuses(ECSModel.CreateService, request).Said;
        }
    }

    [Fact]
    public void A_launch_type_and_a_capacity_provider_strategy_exclude_each_other()
    {
        var request = _world.Service();
        request.CapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE", Weight = 1 }];

        Sandbox.Refuses(ECSModel.CreateService, request).Said.ShouldStartWith("Specifying both a launch type and capacity provider strategy is not supported.");
        request.LaunchType = null;
        Sandbox.Refuses(ECSModel.CreateService, request).Said.ShouldContain("not associated with the cluster");
    }

    [Fact]
    public void Tasks_follow_the_base_and_the_weights_of_a_strategy()
    {
        Sandbox.Call(ECSModel.PutClusterCapacityProviders, new PutClusterCapacityProvidersRequest
        {
            Cluster = EcsWorld.Cluster,
            CapacityProviders = ["FARGATE", "FARGATE_SPOT"],
            DefaultCapacityProviderStrategy = [],
        });
        var request = _world.Service(count: 6);
        request.LaunchType = null;
        request.CapacityProviderStrategy =
        [
            new CapacityProviderStrategyItem { CapacityProvider = "FARGATE", Base = 2, Weight = 1 },
            new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = 3 },
        ];
        _world.Create(request);
        _world.Wait(60);

        _world.Tasks().Count(task => task.CapacityProviderName == "FARGATE_SPOT").ShouldBe(3);
    }

    [Fact]
    public void Tags_of_a_service_go_to_its_tasks_when_asked_for()
    {
        var request = _world.Service(count: 1);
        request.Tags = [new Tag { Key = "ecsplatform:platform", Value = "payments" }];
        request.PropagateTags = PropagateTags.SERVICE;
        var service = _world.Create(request);
        _world.Wait(60);

        var task = _world.Tasks()[0];
        Sandbox.Call(ECSModel.ListTagsForResource, new ListTagsForResourceRequest { ResourceArn = task.TaskArn }).Tags.ShouldHaveSingleItem().Value.ShouldBe("payments");
        Sandbox.Call(ECSModel.UntagResource, new UntagResourceRequest { ResourceArn = service.ServiceArn, TagKeys = ["ecsplatform:platform"] });
        _world.Look().Tags.ShouldBeEmpty();
    }

    [Fact]
    public void A_task_that_somebody_stops_is_replaced()
    {
        _world.Create(_world.Service(count: 1));
        _world.Wait(60);
        var task = _world.Tasks()[0].TaskArn;
        Sandbox.Call(ECSModel.StopTask, new StopTaskRequest { Cluster = EcsWorld.Cluster, Task = task, Reason = "by hand" });
        _world.Wait(60);

        _world.Tasks().ShouldHaveSingleItem().TaskArn.ShouldNotBe(task);
        var stopped = _world.Tasks("STOPPED").ShouldHaveSingleItem();
        stopped.StopCode.ShouldBe(TaskStopCode.UserInitiated);
        stopped.StoppedReason.ShouldBe("by hand");
        stopped.Containers[0].ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_interface_of_a_task_holds_its_group_until_a_little_after_the_task_stopped()
    {
        _world.Create(_world.Service(count: 1));
        _world.Wait(60);
        _world.Delete();
        _world.Wait(18);
        _world.Look().Status.ShouldBe("INACTIVE");
        DeleteGroup().ShouldNotBeNull().Code.ShouldBe("DependencyViolation");
        _world.Wait(30);
        DeleteGroup().ShouldBeNull();

        RefusalException? DeleteGroup()
        {
            try
            {
                Sandbox.Call(EC2Model.DeleteSecurityGroup, new Amazon.EC2.Model.DeleteSecurityGroupRequest { GroupId = _world.SecurityGroup });
                return null;
            }
            catch (RefusalException refusal)
            {
                return refusal;
            }
        }
    }
}
