using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;
using Forward = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class ColourRuleTests
{
    private readonly TrafficWorld _world = new();

    [Fact]
    public void Without_the_second_colour_a_deployment_is_refused()
    {
        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration = null;

        Said(request).ShouldBe("advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy");
    }

    [Fact]
    public void Rules_are_asked_for_not_listeners()
    {
        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration.ProductionListenerRule = _world.Listener;

        Said(request).ShouldBe($"productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: {_world.Listener}");
    }

    [Fact]
    public void Production_and_test_are_different_rules()
    {
        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration.TestListenerRule = _world.Production;

        Said(request).ShouldBe($"The following rules cannot be used as both production and test listener rules: {_world.Production}");
    }

    [Fact]
    public void Without_a_test_rule_the_production_rule_has_both_colours()
    {
        Forward((_world.Blue, 1));
        var request = _world.Request();
        request.LoadBalancers[0].AdvancedConfiguration.TestListenerRule = null;

        Said(request).ShouldBe("For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup");
    }

    [Theory]
    [InlineData(1, 1, "should have exactly one target group serving traffic but found 2")]
    [InlineData(0, 0, "found 0 target groups")]
    public void A_rule_that_serves_both_colours_rolls_the_deployment_back(int blue, int green, string reason)
    {
        _world.Start();
        Forward((_world.Blue, blue), (_world.Green, green));
        _world.Deploy();
        _world.World.Wait(120);

        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        _world.Last.StatusReason.ShouldStartWith("Service deployment rolled back because of invalid networking configuration");
        _world.Last.StatusReason.ShouldContain(reason);
        _world.World.Look().TaskDefinition.ShouldEndWith("web:1");
    }

    [Fact]
    public void A_colour_that_no_rule_knows_rolls_the_deployment_back()
    {
        _world.Start();
        Forward((_world.Blue, 1));
        Forward(_world.Test, (_world.Blue, 1));
        _world.Deploy();
        _world.World.Wait(120);

        _world.Last.Rollback.Reason.ShouldEndWith(
            "Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.");
    }

    [Fact]
    public void A_role_that_ECS_cannot_assume_rolls_the_deployment_back_and_a_new_one_gets_its_time()
    {
        _world.Start();
        var service = _world.Request();
        service.LoadBalancers[0].AdvancedConfiguration.RoleArn = _world.World.Role;
        _world.World.Update(new UpdateServiceRequest { LoadBalancers = service.LoadBalancers });
        _world.World.Wait(120);

        _world.Last.StatusReason.ShouldContain($"missing permissions on ECS Infrastructure Role '{_world.World.Role}'");
        _world.Last.Status.ShouldBe(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    [Theory]
    [InlineData(2.9)]
    [InlineData(10.05)]
    [InlineData(101)]
    public void Steps_are_within_their_range(double percent)
    {
        var configuration = new DeploymentConfiguration { Strategy = DeploymentStrategy.LINEAR, LinearConfiguration = new LinearConfiguration { StepPercent = percent } };

        Said(_world.Request(configuration)).ShouldContain("stepPercent");
    }

    private string Said(CreateServiceRequest request) => _world.Sandbox.Refuses(ECSModel.CreateService, request).Said;

    private void Forward(params (string Group, int Weight)[] weights) => Forward(_world.Production, weights);

    private void Forward(string rule, params (string Group, int Weight)[] weights) => _world.Sandbox.Call(ElasticLoadBalancingV2Model.ModifyRule, new ModifyRuleRequest
    {
        RuleArn = rule,
        Actions =
        [
            new Forward
            {
                Type = "forward",
                ForwardConfig = new ForwardActionConfig { TargetGroups = [.. weights.Select(pair => new TargetGroupTuple { TargetGroupArn = pair.Group, Weight = pair.Weight })] },
            },
        ],
    });
}
