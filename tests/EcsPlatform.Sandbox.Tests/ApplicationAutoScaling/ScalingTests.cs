using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.CloudWatch.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.Ecs;

namespace EcsPlatform.Sandbox.Tests.ApplicationAutoScaling;

public sealed class ScalingTests
{
    private const string ResourceId = "service/payments/web";
    private readonly EcsWorld _world = new();

    public ScalingTests()
    {
        _world.Register();
        _world.Create();
        _world.Wait(60);
    }

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_target_needs_a_service_and_sane_bounds()
    {
        var request = Target(1, 4);
        request.ResourceId = "service/payments/nobody";
        Sandbox.Refuses(ApplicationAutoScalingModel.RegisterScalableTarget, request).Said.ShouldBe("ECS service doesn't exist: service/payments/nobody");
        Sandbox.Refuses(ApplicationAutoScalingModel.RegisterScalableTarget, Target(5, 4)).Code.ShouldBe("ValidationException");
        Sandbox.Refuses(ApplicationAutoScalingModel.RegisterScalableTarget, Target(1, null)).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Registering_again_changes_the_bounds_and_moves_the_count_inside()
    {
        var arn = Register(1, 4);
        Register(3, null).ShouldBe(arn);
        _world.Look().DesiredCount.ShouldBe(3);
        var target = Targets().ShouldHaveSingleItem();
        (target.MinCapacity, target.MaxCapacity).ShouldBe((3, 4));
        target.RoleARN.ShouldEndWith("AWSServiceRoleForApplicationAutoScaling_ECSService");

        Register(0, 1);
        _world.Look().DesiredCount.ShouldBe(1);
        Sandbox.Call(ApplicationAutoScalingModel.DescribeScalingActivities, new DescribeScalingActivitiesRequest { ServiceNamespace = "ecs" })
            .ScalingActivities.Select(activity => activity.Cause).ShouldBe(["maximum capacity was set to 1", "minimum capacity was set to 3"]);
    }

    [Fact]
    public void A_policy_needs_its_target()
    {
        var refusal = Sandbox.Refuses(ApplicationAutoScalingModel.PutScalingPolicy, Tracking());

        refusal.Code.ShouldBe("ObjectNotFoundException");
        refusal.Said.ShouldBe("No scalable target registered for service namespace: ecs, resource ID: service/payments/web, scalable dimension: ecs:service:DesiredCount");
    }

    [Theory]
    [InlineData(0.0, 10.0, null, null, "There must be a StepAdjustment with an unspecified upper bound")]
    [InlineData(null, null, null, null, "Both lower and upper bounds of a step adjustment cannot be left unspecified")]
    [InlineData(0.0, 10.0, 20.0, null, "StepAdjustment intervals can't have gaps between them")]
    [InlineData(0.0, 20.0, 10.0, null, "StepAdjustment intervals can't overlap")]
    [InlineData(0.0, null, 10.0, null, "At most one StepAdjustment may have an unspecified upper bound")]
    public void Steps_cover_one_side_without_gap_or_overlap(double? from, double? to, double? secondFrom, double? secondTo, string message)
    {
        Register(1, 4);
        var request = Steps(new StepAdjustment { MetricIntervalLowerBound = from, MetricIntervalUpperBound = to, ScalingAdjustment = 1 });
        if (secondFrom is not null)
        {
            request.StepScalingPolicyConfiguration.StepAdjustments.Add(new StepAdjustment { MetricIntervalLowerBound = secondFrom, MetricIntervalUpperBound = secondTo, ScalingAdjustment = 2 });
        }

        var refusal = Sandbox.Refuses(ApplicationAutoScalingModel.PutScalingPolicy, request);

        refusal.Code.ShouldBe("ValidationException");
        refusal.Said.ShouldStartWith(message);
    }

    [Fact]
    public void Target_tracking_brings_two_alarms_and_takes_them_along()
    {
        Register(1, 4);
        var put = Sandbox.Call(ApplicationAutoScalingModel.PutScalingPolicy, Tracking());

        put.Alarms.Count.ShouldBe(2);
        put.Alarms[0].AlarmName.ShouldStartWith("TargetTracking-service/payments/web-AlarmHigh-");
        put.PolicyARN.ShouldMatch(@"^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource/ecs/service/payments/web:policyName/cpu$");
        var high = Alarms()[0];
        (high.Threshold, high.MetricName, high.EvaluationPeriods).ShouldBe((60, "CPUUtilization", 3));
        Policies().ShouldHaveSingleItem().Alarms.Count.ShouldBe(2);

        var again = Tracking();
        again.TargetTrackingScalingPolicyConfiguration.DisableScaleIn = true;
        Sandbox.Call(ApplicationAutoScalingModel.PutScalingPolicy, again).PolicyARN.ShouldBe(put.PolicyARN);
        Alarms().ShouldHaveSingleItem().AlarmName.ShouldBe(high.AlarmName);

        Sandbox.Call(ApplicationAutoScalingModel.DeregisterScalableTarget, new DeregisterScalableTargetRequest { ServiceNamespace = "ecs", ResourceId = ResourceId, ScalableDimension = "ecs:service:DesiredCount" });
        Alarms().ShouldBeEmpty();
        Policies().ShouldBeEmpty();
        Sandbox.Refuses(ApplicationAutoScalingModel.DeleteScalingPolicy, new DeleteScalingPolicyRequest { ServiceNamespace = "ecs", ResourceId = ResourceId, ScalableDimension = "ecs:service:DesiredCount", PolicyName = "cpu" })
            .Code.ShouldBe("ObjectNotFoundException");
    }

    [Fact]
    public void Policies_come_ten_to_a_page_and_targets_fifty()
    {
        Sandbox.Refuses(ApplicationAutoScalingModel.DescribeScalingPolicies, new DescribeScalingPoliciesRequest { ServiceNamespace = "ecs", MaxResults = 11 }).Code.ShouldBe("ValidationException");
        Sandbox.Refuses(ApplicationAutoScalingModel.DescribeScalableTargets, new DescribeScalableTargetsRequest { ServiceNamespace = "ecs", MaxResults = 51 }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void An_alarm_that_fires_scales_out_step_by_step_up_to_the_maximum()
    {
        Register(1, 5);
        var policy = Sandbox.Call(ApplicationAutoScalingModel.PutScalingPolicy, Steps(new StepAdjustment { MetricIntervalLowerBound = 0, ScalingAdjustment = 2 })).PolicyARN;
        Sandbox.Faults.SetAlarm("busy");
        PutAlarm(policy);
        Policies()[0].Alarms.ShouldHaveSingleItem().AlarmName.ShouldBe("busy");

        _world.Wait(20);
        _world.Look().DesiredCount.ShouldBe(4);
        _world.Wait(60);
        _world.Look().DesiredCount.ShouldBe(4);
        _world.Wait(120);
        _world.Look().DesiredCount.ShouldBe(5);
        _world.Wait(300);
        _world.Look().RunningCount.ShouldBe(5);
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Setting_the_alarm_by_hand_scales_once()
    {
        Register(1, 9);
        PutAlarm(Sandbox.Call(ApplicationAutoScalingModel.PutScalingPolicy, Steps(new StepAdjustment { MetricIntervalLowerBound = 0, ScalingAdjustment = 2 })).PolicyARN);
        _world.Wait(20);
        Sandbox.Call(CloudWatchModel.SetAlarmState, new SetAlarmStateRequest { AlarmName = "busy", StateValue = "ALARM", StateReason = "test" });
        _world.Wait(600);

        _world.Look().DesiredCount.ShouldBe(4);
        _world.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_one_time_action_changes_the_bounds_at_its_time()
    {
        Register(1, 9);
        Sandbox.Call(ApplicationAutoScalingModel.PutScheduledAction, new PutScheduledActionRequest
        {
            ServiceNamespace = "ecs",
            ResourceId = ResourceId,
            ScalableDimension = "ecs:service:DesiredCount",
            ScheduledActionName = "morning",
            Schedule = "at(2027-01-01T08:00:00)",
            ScalableTargetAction = new ScalableTargetAction { MinCapacity = 6 },
        });
        _world.Clock.AdvanceTo(VirtualClock.DefaultStart.AddHours(8).AddMinutes(5));

        _world.Look().RunningCount.ShouldBe(6);
        Targets()[0].MinCapacity.ShouldBe(6);
    }

    [Fact]
    public void Tags_of_a_target_are_kept()
    {
        var request = Target(1, 2);
        request.Tags = new() { ["ecsplatform:id"] = "scaling/web" };
        var arn = Sandbox.Call(ApplicationAutoScalingModel.RegisterScalableTarget, request).ScalableTargetARN;

        Sandbox.Call(ApplicationAutoScalingModel.ListTagsForResource, new Amazon.ApplicationAutoScaling.Model.ListTagsForResourceRequest { ResourceARN = arn })
            .Tags["ecsplatform:id"].ShouldBe("scaling/web");
    }

    private static RegisterScalableTargetRequest Target(int? minimum, int? maximum) => new()
    {
        ServiceNamespace = ServiceNamespace.Ecs,
        ResourceId = ResourceId,
        ScalableDimension = "ecs:service:DesiredCount",
        MinCapacity = minimum,
        MaxCapacity = maximum,
    };

    private string Register(int? minimum, int? maximum) =>
        Sandbox.Call(ApplicationAutoScalingModel.RegisterScalableTarget, Target(minimum, maximum)).ScalableTargetARN;

    private static PutScalingPolicyRequest Tracking() => new()
    {
        PolicyName = "cpu",
        ServiceNamespace = ServiceNamespace.Ecs,
        ResourceId = ResourceId,
        ScalableDimension = "ecs:service:DesiredCount",
        PolicyType = PolicyType.TargetTrackingScaling,
        TargetTrackingScalingPolicyConfiguration = new TargetTrackingScalingPolicyConfiguration
        {
            TargetValue = 60,
            PredefinedMetricSpecification = new PredefinedMetricSpecification { PredefinedMetricType = "ECSServiceAverageCPUUtilization" },
        },
    };

    private static PutScalingPolicyRequest Steps(params StepAdjustment[] steps) => new()
    {
        PolicyName = "out",
        ServiceNamespace = ServiceNamespace.Ecs,
        ResourceId = ResourceId,
        ScalableDimension = "ecs:service:DesiredCount",
        PolicyType = PolicyType.StepScaling,
        StepScalingPolicyConfiguration = new StepScalingPolicyConfiguration
        {
            AdjustmentType = AdjustmentType.ChangeInCapacity,
            Cooldown = 120,
            StepAdjustments = [.. steps],
        },
    };

    private void PutAlarm(string policy) => Sandbox.Call(CloudWatchModel.PutMetricAlarm, new PutMetricAlarmRequest
    {
        AlarmName = "busy",
        Namespace = "AWS/ECS",
        MetricName = "CPUUtilization",
        Statistic = "Average",
        Period = 60,
        EvaluationPeriods = 1,
        Threshold = 70,
        ComparisonOperator = "GreaterThanOrEqualToThreshold",
        AlarmActions = [policy],
    });

    private List<ScalableTarget> Targets() =>
        Sandbox.Call(ApplicationAutoScalingModel.DescribeScalableTargets, new DescribeScalableTargetsRequest { ServiceNamespace = "ecs" }).ScalableTargets;

    private List<ScalingPolicy> Policies() =>
        Sandbox.Call(ApplicationAutoScalingModel.DescribeScalingPolicies, new DescribeScalingPoliciesRequest { ServiceNamespace = "ecs" }).ScalingPolicies;

    private List<MetricAlarm> Alarms() => Sandbox.Call(CloudWatchModel.DescribeAlarms, new DescribeAlarmsRequest()).MetricAlarms ?? [];
}
