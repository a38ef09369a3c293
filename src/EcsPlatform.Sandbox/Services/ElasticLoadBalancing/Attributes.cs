using System.Globalization;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Attributes: known keys, checked values, defaults for what was never set.</summary>
public sealed partial class ElasticLoadBalancingService
{
    private void HandleAttributes()
    {
        On(ElasticLoadBalancingV2Model.ModifyLoadBalancerAttributes, ModifyLoadBalancerAttributes);
        On(ElasticLoadBalancingV2Model.DescribeLoadBalancerAttributes, DescribeLoadBalancerAttributes);
        On(ElasticLoadBalancingV2Model.ModifyTargetGroupAttributes, ModifyTargetGroupAttributes);
        On(ElasticLoadBalancingV2Model.DescribeTargetGroupAttributes, DescribeTargetGroupAttributes);
        On(ElasticLoadBalancingV2Model.ModifyListenerAttributes, ModifyListenerAttributes);
        On(ElasticLoadBalancingV2Model.DescribeListenerAttributes, DescribeListenerAttributes);
    }

    private ModifyLoadBalancerAttributesResponse ModifyLoadBalancerAttributes(ModifyLoadBalancerAttributesRequest request)
    {
        var record = FindBalancer(request.LoadBalancerArn);
        Put(record.Attributes, LoadBalancerTable(record), request.Attributes.Select(attribute => (attribute.Key, attribute.Value)), "Load balancer");
        return new ModifyLoadBalancerAttributesResponse { Attributes = Attributes(record) };
    }

    private DescribeLoadBalancerAttributesResponse DescribeLoadBalancerAttributes(DescribeLoadBalancerAttributesRequest request) =>
        new() { Attributes = Attributes(FindBalancer(request.LoadBalancerArn)) };

    private ModifyTargetGroupAttributesResponse ModifyTargetGroupAttributes(ModifyTargetGroupAttributesRequest request)
    {
        var record = FindGroup(request.TargetGroupArn);
        Put(record.Attributes, TargetGroupTable(record), request.Attributes.Select(attribute => (attribute.Key, attribute.Value)), "Target group");
        return new ModifyTargetGroupAttributesResponse { Attributes = Attributes(record) };
    }

    private DescribeTargetGroupAttributesResponse DescribeTargetGroupAttributes(DescribeTargetGroupAttributesRequest request) =>
        new() { Attributes = Attributes(FindGroup(request.TargetGroupArn)) };

    private ModifyListenerAttributesResponse ModifyListenerAttributes(ModifyListenerAttributesRequest request)
    {
        var listener = FindListener(request.ListenerArn);
        var set = State.ListenerAttributes.GetValueOrDefault(listener.ListenerArn, []);
        Put(set, AttributeTable.Listener(listener.Protocol), request.Attributes.Select(attribute => (attribute.Key, attribute.Value)), "Listener");
        State.ListenerAttributes[listener.ListenerArn] = set;
        return new ModifyListenerAttributesResponse { Attributes = Attributes(listener) };
    }

    private DescribeListenerAttributesResponse DescribeListenerAttributes(DescribeListenerAttributesRequest request) =>
        new() { Attributes = Attributes(FindListener(request.ListenerArn)) };

    private static AttributeRow[] LoadBalancerTable(BalancerRecord record) =>
        record.Shown.Type == LoadBalancerTypeEnum.Application ? AttributeTable.ApplicationLoadBalancer : AttributeTable.NetworkLoadBalancer;

    private static AttributeRow[] TargetGroupTable(TargetGroupRecord record) =>
        IsHttp(record.Shown.Protocol) ? AttributeTable.HttpTargetGroup : AttributeTable.TcpTargetGroup;

    private static List<LoadBalancerAttribute> Attributes(BalancerRecord record) =>
        [.. Effective(record.Attributes, LoadBalancerTable(record)).Select(pair => new LoadBalancerAttribute { Key = pair.Key, Value = pair.Value })];

    private static List<TargetGroupAttribute> Attributes(TargetGroupRecord record) =>
        [.. Effective(record.Attributes, TargetGroupTable(record)).Select(pair => new TargetGroupAttribute { Key = pair.Key, Value = pair.Value })];

    private List<ListenerAttribute> Attributes(Listener listener) =>
        [.. Effective(State.ListenerAttributes.GetValueOrDefault(listener.ListenerArn, []), AttributeTable.Listener(listener.Protocol))
            .Select(pair => new ListenerAttribute { Key = pair.Key, Value = pair.Value })];

    private static IEnumerable<(string Key, string Value)> Effective(Dictionary<string, string> set, AttributeRow[] table) =>
        table.Select(row => (row.Key, set.GetValueOrDefault(row.Key, row.Default)));

    private static void Put(Dictionary<string, string> attributes, AttributeRow[] table, IEnumerable<(string Key, string Value)> wanted, string noun)
    {
        var changes = wanted.ToArray();
        foreach (var (key, value) in changes)
        {
            var row = Array.Find(table, row => row.Key == key) ?? throw Invalid($"{noun} attribute key '{key}' is not recognized");
            if (!row.Accepts(value ?? ""))
            {
                throw Invalid($"{noun} attribute value '{value}' is not valid for the key '{key}': {row.Valid}");
            }
        }

        foreach (var (key, value) in changes)
        {
            attributes[key] = value ?? "";
        }
    }

    private static TimeSpan DeregistrationDelay(TargetGroupRecord record) => TimeSpan.FromSeconds(int.Parse(
        record.Attributes.GetValueOrDefault("deregistration_delay.timeout_seconds", "300"), CultureInfo.InvariantCulture));
}
