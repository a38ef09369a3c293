using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class LoadBalancedServiceTests
{
    private readonly EcsWorld _world = new();
    private readonly string _targetGroup;

    public LoadBalancedServiceTests()
    {
        _world.Register();
        _targetGroup = Sandbox.Call(ElasticLoadBalancingV2Model.CreateTargetGroup, new CreateTargetGroupRequest
        {
            Name = "web",
            Protocol = "HTTP",
            Port = 8080,
            VpcId = _world.VpcId,
            TargetType = "ip",
            HealthCheckIntervalSeconds = 10,
            HealthCheckTimeoutSeconds = 5,
            UnhealthyThresholdCount = 2,
        }).TargetGroups[0].TargetGroupArn;
        Sandbox.Call(ElasticLoadBalancingV2Model.ModifyTargetGroupAttributes, new ModifyTargetGroupAttributesRequest
        {
            TargetGroupArn = _targetGroup,
            Attributes = [new TargetGroupAttribute { Key = "deregistration_delay.timeout_seconds", Value = "60" }],
        });
    }

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_target_group_without_a_load_balancer_is_refused()
    {
        var refusal = Sandbox.Refuses(ECSModel.CreateService, Balanced());

        refusal.Code.ShouldBe("InvalidParameterException");
        refusal.Said.ShouldBe($"The target group with targetGroupArn {_targetGroup} does not have an associated load balancer.");
    }

    [Fact]
    public void Container_and_port_must_stand_in_the_task_definition()
    {
        Listen();
        var request = Balanced();
        request.LoadBalancers[0].ContainerName = "envoy";
        Sandbox.Refuses(ECSModel.CreateService, request).Said.ShouldBe("The container envoy does not exist in the task definition.");
        request = Balanced();
        request.LoadBalancers[0].ContainerPort = 80;
        Sandbox.Refuses(ECSModel.CreateService, request).Said.ShouldBe("The container app did not have a container port 80 defined.");
    }

    [Fact]
    public void A_grace_period_needs_a_load_balancer()
    {
        var request = _world.Service();
        request.HealthCheckGracePeriodSeconds = 30;

        Sandbox.Refuses(ECSModel.CreateService, request).Said.ShouldBe("Health check grace period is only valid for services configured to use load balancers");
    }

    [Fact]
    public void Tasks_are_registered_and_the_service_is_steady_once_their_targets_are_healthy()
    {
        Listen();
        _world.Create(Balanced());
        _world.Wait(30);
        Health().ShouldBe(["initial", "initial"]);
        _world.Look().Deployments[0].RolloutState.ShouldBe(DeploymentRolloutState.IN_PROGRESS);
        _world.Wait(30);

        Health().ShouldBe(["healthy", "healthy"]);
        _world.Look().Deployments[0].RolloutState.ShouldBe(DeploymentRolloutState.COMPLETED);
        _world.Events().ShouldContain($"(service web) registered 1 targets in (target-group {_targetGroup})");
        _world.Wait(200);
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Targets_drain_before_their_tasks_stop()
    {
        Listen();
        _world.Create(Balanced());
        _world.Wait(240);
        _world.Delete();
        _world.Wait(50);
        Health().ShouldBe(["draining", "draining"]);
        _world.Tasks("STOPPED").ShouldAllBe(task => task.LastStatus == "DEACTIVATING");
        _world.Wait(30);

        Health().ShouldBeEmpty();
        _world.Look().Status.ShouldBe("INACTIVE");
        _world.Events().ShouldContain("(service web) has begun draining connections on 1 tasks.");
    }

    [Fact]
    public void A_target_that_turns_unhealthy_costs_the_task_its_place()
    {
        Listen();
        _world.Create(Balanced());
        _world.Wait(240);
        Sandbox.Faults.SetHealthCheckFailure("web");
        _world.Wait(40);

        _world.Tasks("STOPPED").ShouldContain(task => task.StoppedReason == $"Task failed ELB health checks in (target-group {_targetGroup})");
        Sandbox.Faults.SetHealthCheckFailure("web", false);
        _world.Wait(600);
        _world.Look().RunningCount.ShouldBe(2);
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Within_the_grace_period_an_unhealthy_target_is_borne()
    {
        Listen();
        Sandbox.Faults.SetHealthCheckFailure("web");
        var request = Balanced();
        request.HealthCheckGracePeriodSeconds = 120;
        _world.Create(request);
        _world.Wait(130);
        Health().ShouldBe(["unhealthy", "unhealthy"]);
        _world.Look().RunningCount.ShouldBe(2);
        _world.Wait(30);

        _world.Tasks("STOPPED").Count.ShouldBe(2);
    }

    [Fact]
    public void A_new_revision_that_never_turns_healthy_trips_the_circuit_breaker()
    {
        Listen();
        var request = Balanced();
        request.DeploymentConfiguration = new DeploymentConfiguration { DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true } };
        _world.Create(request);
        _world.Wait(240);
        _world.Register();
        Sandbox.Faults.SetHealthCheckFailure("web:2");
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web:2" });
        for (var second = 0; second < 1800; second += 5)
        {
            _world.Wait(5);
            Health().Count(state => state == "healthy").ShouldBeGreaterThanOrEqualTo(2);
        }

        _world.Look().TaskDefinition.ShouldEndWith("web:1");
        _world.Look().Deployments.ShouldHaveSingleItem().RolloutState.ShouldBe(DeploymentRolloutState.COMPLETED);
    }

    [Fact]
    public void An_alarm_of_the_deployment_rolls_it_back()
    {
        Listen();
        Sandbox.Call(CloudWatchModel.PutMetricAlarm, new Amazon.CloudWatch.Model.PutMetricAlarmRequest
        {
            AlarmName = "errors", Namespace = "N", MetricName = "M", Statistic = "Sum", Period = 60, EvaluationPeriods = 1, Threshold = 1, ComparisonOperator = "GreaterThanThreshold",
        });
        var request = Balanced();
        request.DeploymentConfiguration = new DeploymentConfiguration { Alarms = new DeploymentAlarms { AlarmNames = ["errors"], Enable = true, Rollback = true } };
        _world.Create(request);
        _world.Wait(240);
        _world.Register();
        _world.Update(new UpdateServiceRequest { TaskDefinition = "web:2" });
        _world.Wait(20);
        Sandbox.Faults.SetAlarm("errors");
        _world.Wait(300);

        _world.Look().TaskDefinition.ShouldEndWith("web:1");
        _world.Look().RunningCount.ShouldBe(2);
    }

    private CreateServiceRequest Balanced()
    {
        var request = _world.Service();
        request.LoadBalancers = [new Amazon.ECS.Model.LoadBalancer { TargetGroupArn = _targetGroup, ContainerName = "app", ContainerPort = 8080 }];
        return request;
    }

    private List<string> Health() =>
        [.. Sandbox.Call(ElasticLoadBalancingV2Model.DescribeTargetHealth, new DescribeTargetHealthRequest { TargetGroupArn = _targetGroup })
            .TargetHealthDescriptions.Select(target => target.TargetHealth.State.Value)];

    /// <summary>A load balancer that forwards to the target group, and a group that lets it reach the tasks.</summary>
    private void Listen()
    {
        var gateway = Sandbox.Call(EC2Model.CreateInternetGateway, new CreateInternetGatewayRequest()).InternetGateway.InternetGatewayId;
        Sandbox.Call(EC2Model.AttachInternetGateway, new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = _world.VpcId });
        Sandbox.Call(EC2Model.AuthorizeSecurityGroupIngress, new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = _world.SecurityGroup,
            IpPermissions = [new IpPermission { IpProtocol = "tcp", FromPort = 8080, ToPort = 8080, Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/16" }] }],
        });
        var balancer = Sandbox.Call(ElasticLoadBalancingV2Model.CreateLoadBalancer, new CreateLoadBalancerRequest
        {
            Name = "web",
            Subnets = _world.Subnets,
            SecurityGroups = [_world.SecurityGroup],
        }).LoadBalancers[0].LoadBalancerArn;
        Sandbox.Call(ElasticLoadBalancingV2Model.CreateListener, new CreateListenerRequest
        {
            LoadBalancerArn = balancer,
            Port = 80,
            Protocol = "HTTP",
            DefaultActions = [new Amazon.ElasticLoadBalancingV2.Model.Action { Type = "forward", TargetGroupArn = _targetGroup }],
        });
        _world.Wait(150);
    }
}
