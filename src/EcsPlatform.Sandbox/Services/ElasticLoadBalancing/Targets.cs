using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Targets: registered by users, and by ECS for its tasks.</summary>
public sealed partial class ElasticLoadBalancingService
{
    /// <summary>Registers a task's address; a target that drains there comes back.</summary>
    /// <param name="targetGroupArn">The target group.</param>
    /// <param name="ip">The task's private address.</param>
    /// <param name="port">The container's port.</param>
    /// <param name="zone">The task's zone, or null.</param>
    /// <param name="names">What faults may call it besides the target group's name: service, family, image.</param>
    /// <exception cref="AwsError">The target group does not exist, or the address cannot be a target of it.</exception>
    internal void RegisterTarget(string targetGroupArn, string ip, int port, string? zone, params string[] names)
    {
        var record = FindGroup(targetGroupArn);
        CheckTarget(record, ip, zone);
        Register(record, ip, port, zone, names);
    }

    /// <summary>Takes a task's address out; it drains for the deregistration delay. Nothing happens where it is not registered.</summary>
    internal void DeregisterTarget(string targetGroupArn, string ip, int port)
    {
        if (State.TargetGroups.TryGetValue(targetGroupArn, out var record))
        {
            Deregister(record, Key(ip, port));
        }
    }

    /// <summary>How long a target of the group drains.</summary>
    internal TimeSpan DeregistrationDelay(string targetGroupArn) =>
        State.TargetGroups.TryGetValue(targetGroupArn, out var record) ? DeregistrationDelay(record) : TimeSpan.Zero;

    /// <summary>The target's state ("initial", "healthy", "unhealthy", "draining", "unused"), or null where it is not registered.</summary>
    internal string? Health(string targetGroupArn, string ip, int port) =>
        State.TargetGroups.GetValueOrDefault(targetGroupArn)?.Targets.GetValueOrDefault(Key(ip, port))?.Health;

    private void HandleTargets()
    {
        HandleTargetHealth();
        On(ElasticLoadBalancingV2Model.RegisterTargets, RegisterTargets);
        On(ElasticLoadBalancingV2Model.DeregisterTargets, DeregisterTargets);
        On(ElasticLoadBalancingV2Model.DescribeTargetHealth, DescribeTargetHealth);
    }

    private static string Key(string id, int port) => string.Create(CultureInfo.InvariantCulture, $"{id}:{port}");

    private RegisterTargetsResponse RegisterTargets(RegisterTargetsRequest request)
    {
        var record = FindGroup(request.TargetGroupArn);
        request.Targets.ForEach(target => CheckTarget(record, target.Id, target.AvailabilityZone));
        if (record.Targets.Count + request.Targets.Count > Quotas.Targets)
        {
            throw new AwsError("TooManyTargets", "The maximum number of targets has been reached");
        }

        request.Targets.ForEach(target => Register(record, target.Id, target.Port ?? record.Shown.Port ?? 0, target.AvailabilityZone, []));
        return new RegisterTargetsResponse();
    }

    private DeregisterTargetsResponse DeregisterTargets(DeregisterTargetsRequest request)
    {
        var record = FindGroup(request.TargetGroupArn);
        foreach (var target in request.Targets)
        {
            // Without a port, every port of the target goes.
            foreach (var key in record.Targets.Where(pair => pair.Value.Id == target.Id && (target.Port is null || pair.Value.Port == target.Port)).Select(pair => pair.Key).ToArray())
            {
                Deregister(record, key);
            }
        }

        return new DeregisterTargetsResponse();
    }

    private DescribeTargetHealthResponse DescribeTargetHealth(DescribeTargetHealthRequest request)
    {
        var record = FindGroup(request.TargetGroupArn);
        var shown = request.Targets is not { Count: > 0 } wanted
            ? record.Targets.Values.Select(target => Shown(record, target))
            : wanted.Select(asked => record.Targets.GetValueOrDefault(Key(asked.Id, asked.Port ?? record.Shown.Port ?? 0)) is { } target
                ? Shown(record, target)
                : NotRegistered(record, asked));
        return new DescribeTargetHealthResponse { TargetHealthDescriptions = [.. shown] };
    }

    private void CheckTarget(TargetGroupRecord record, string id, string? zone)
    {
        if (record.Shown.TargetType != TargetTypeEnum.Ip)
        {
            throw new AwsError("InvalidTarget", $"The following targets are not in a running state and cannot be registered: '{id}'");
        }

        if (!IPAddress.TryParse(id, out var address) || address.AddressFamily != AddressFamily.InterNetwork)
        {
            throw Invalid($"The IP address '{id}' is not a valid IPv4 address");
        }

        if (zone != "all" && !Ec2.IsInside(record.Shown.VpcId, id))
        {
            throw Invalid($"The IP address '{id}' is not within the VPC '{record.Shown.VpcId}'; an address outside needs the Availability Zone 'all'");
        }
    }

    private void Register(TargetGroupRecord record, string id, int port, string? zone, string[] names)
    {
        var key = Key(id, port);
        if (record.Targets.TryGetValue(key, out var present) && present.Health != "draining")
        {
            return;
        }

        _drained.Cancel(StepKey(record, key));
        record.Targets[key] = new TargetRecord { Id = id, Port = port, Zone = zone, Names = [.. names], RegisteredAt = Now };
        Watch(record, key);
        TrafficMoves();
    }

    private void Deregister(TargetGroupRecord record, string key)
    {
        if (!record.Targets.TryGetValue(key, out var target) || target.Health == "draining")
        {
            return;
        }

        _checked.Cancel(StepKey(record, key));
        _warm.Cancel(StepKey(record, key));
        if (target.Health == "unused")
        {
            record.Targets.Remove(key);
            TrafficMoves();
            return;
        }

        Set(target, "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress");
        _drained.After(DeregistrationDelay(record), StepKey(record, key));
        TrafficMoves();
    }

    private static TargetHealthDescription Shown(TargetGroupRecord record, TargetRecord target) => new()
    {
        Target = new() { Id = target.Id, Port = target.Port, AvailabilityZone = target.Zone },
        HealthCheckPort = record.Shown.HealthCheckPort == "traffic-port" ? target.Port.ToString(CultureInfo.InvariantCulture) : record.Shown.HealthCheckPort,
        TargetHealth = new() { State = target.Health, Reason = target.Reason, Description = target.Description },
    };

    private static TargetHealthDescription NotRegistered(TargetGroupRecord record, TargetDescription asked) => new()
    {
        Target = new() { Id = asked.Id, Port = asked.Port ?? record.Shown.Port, AvailabilityZone = asked.AvailabilityZone },
        TargetHealth = new()
        {
            State = TargetHealthStateEnum.Unused,
            Reason = TargetHealthReasonEnum.TargetNotRegistered,
            Description = "Target is not registered to the target group",
        },
    };
}
