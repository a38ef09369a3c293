using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Target groups: they live on their own, and stay while a listener or a rule forwards to them.</summary>
public sealed partial class ElasticLoadBalancingService
{
    /// <summary>The target group with an ARN, or null.</summary>
    internal TargetGroup? FindTargetGroup(string arn) => State.TargetGroups.TryGetValue(arn, out var record) ? Shown(record) : null;

    /// <summary>Whether a listener or a rule forwards to the target group: before that, ECS refuses a service with it.</summary>
    internal bool IsAttachedToListener(string targetGroupArn) => ForwardingBalancers(targetGroupArn).Any();

    private static bool IsHttp(ProtocolEnum? protocol) => protocol == ProtocolEnum.HTTP || protocol == ProtocolEnum.HTTPS;

    private void HandleTargetGroups()
    {
        On(ElasticLoadBalancingV2Model.CreateTargetGroup, CreateTargetGroup);
        On(ElasticLoadBalancingV2Model.DeleteTargetGroup, DeleteTargetGroup);
        On(ElasticLoadBalancingV2Model.DescribeTargetGroups, DescribeTargetGroups);
        On(ElasticLoadBalancingV2Model.ModifyTargetGroup, ModifyTargetGroup);
    }

    private CreateTargetGroupResponse CreateTargetGroup(CreateTargetGroupRequest request)
    {
        ElbNames.Check(request.Name, "Target group");
        var tags = TagsOf(request.Tags);
        var group = HealthCheckSettings.NewGroup(request);
        if (Ec2.HasVpc(group.VpcId) is false)
        {
            throw Invalid($"The VPC ID '{group.VpcId}' is not found");
        }

        if (State.TargetGroups.Values.FirstOrDefault(other => other.Shown.TargetGroupName == request.Name) is { } existing)
        {
            return HealthCheckSettings.AreSame(existing.Shown, group)
                ? new CreateTargetGroupResponse { TargetGroups = [Shown(existing)] }
                : throw new AwsError("DuplicateTargetGroupName", $"A target group with the same name '{request.Name}' exists, but with different settings");
        }

        if (State.TargetGroups.Count >= Quotas.TargetGroups)
        {
            throw new AwsError("TooManyTargetGroups", "The maximum number of target groups has been reached");
        }

        group.TargetGroupArn = Region.Arn("elasticloadbalancing", $"targetgroup/{request.Name}/{Ids.Hex(16)}");
        var record = new TargetGroupRecord { Shown = group };
        State.TargetGroups.Add(group.TargetGroupArn, record);
        Tag(group.TargetGroupArn, tags);
        return new CreateTargetGroupResponse { TargetGroups = [Shown(record)] };
    }

    // Deleting one that does not exist succeeds: the API has no error for it.
    private DeleteTargetGroupResponse DeleteTargetGroup(DeleteTargetGroupRequest request)
    {
        var arn = request.TargetGroupArn;
        if (!arn.Contains(":targetgroup/", StringComparison.Ordinal))
        {
            throw Invalid($"'{arn}' is not a valid target group ARN");
        }

        if (IsAttachedToListener(arn))
        {
            throw new AwsError("ResourceInUse", $"Target group '{arn}' is currently in use by a listener or a rule");
        }

        State.TargetGroups.Remove(arn);
        State.Tags.Remove(arn);
        return new DeleteTargetGroupResponse();
    }

    private DescribeTargetGroupsResponse DescribeTargetGroups(DescribeTargetGroupsRequest request)
    {
        IEnumerable<TargetGroupRecord> found = State.TargetGroups.Values;
        if (request.TargetGroupArns is { Count: > 0 } arns)
        {
            found = arns.Select(FindGroup).ToArray();
        }
        else if (request.Names is { Count: > 0 } names)
        {
            found = names.Select(name => State.TargetGroups.Values.FirstOrDefault(record => record.Shown.TargetGroupName == name)
                ?? throw NotFound("TargetGroupNotFound", "target groups")).ToArray();
        }
        else if (request.LoadBalancerArn is { } balancer)
        {
            FindBalancer(balancer);
            found = found.Where(record => ForwardingBalancers(record.Shown.TargetGroupArn).Contains(balancer));
        }

        var page = PageOf(found, record => record.Shown.TargetGroupArn, request.Marker, request.PageSize);
        return new DescribeTargetGroupsResponse { TargetGroups = [.. page.Items.Select(Shown)], NextMarker = page.NextToken };
    }

    private ModifyTargetGroupResponse ModifyTargetGroup(ModifyTargetGroupRequest request)
    {
        var record = FindGroup(request.TargetGroupArn);
        HealthCheckSettings.Change(record.Shown, request);
        WatchTargets();
        return new ModifyTargetGroupResponse { TargetGroups = [Shown(record)] };
    }

    private TargetGroup Shown(TargetGroupRecord record)
    {
        record.Shown.LoadBalancerArns = [.. ForwardingBalancers(record.Shown.TargetGroupArn)];
        return record.Shown;
    }

    private IEnumerable<string> ForwardingBalancers(string targetGroupArn) => State.Rules.Values
        .Where(rule => Actions.TargetGroups(rule.Shown.Actions).Contains(targetGroupArn))
        .Select(rule => State.Listeners[rule.ListenerArn].LoadBalancerArn)
        .Distinct();
}
