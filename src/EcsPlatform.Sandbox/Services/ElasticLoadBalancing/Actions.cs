using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using ListenerAction = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Actions of listeners and rules: checked as far as they stand on their own, and filled in as AWS shows them.</summary>
internal static class Actions
{
    private static readonly string[] ContentTypes = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

    /// <summary>The target groups that actions forward to.</summary>
    public static IEnumerable<string> TargetGroups(IEnumerable<ListenerAction>? actions) =>
        (actions ?? []).SelectMany(action => action.ForwardConfig?.TargetGroups ?? []).Select(tuple => tuple.TargetGroupArn).Distinct();

    /// <summary>The actions as AWS keeps them.</summary>
    /// <exception cref="AwsError">There is not exactly one routing action at the end, or one is incomplete.</exception>
    public static List<ListenerAction> Checked(List<ListenerAction>? actions, bool application, int targetGroupsPerAction)
    {
        if (actions is not { Count: > 0 })
        {
            throw ElbNames.Invalid("At least one action must be specified");
        }

        List<ListenerAction> ordered = [.. actions.OrderBy(action => action.Order ?? int.MaxValue)];
        foreach (var action in ordered.Where(action => !IsRouting(action)))
        {
            throw new AwsError("InvalidLoadBalancerAction", $"The sandbox has no actions of type '{action.Type.Value}'.");
        }

        if (ordered.Count > 1)
        {
            throw new AwsError("TooManyActions", "Only one routing action can be specified");
        }

        if (!application && ordered[0].Type != ActionTypeEnum.Forward)
        {
            throw new AwsError("InvalidLoadBalancerAction", "Network load balancers can only forward");
        }

        return [.. ordered.Select(action => Filled(action, targetGroupsPerAction))];
    }

    private static bool IsRouting(ListenerAction action) =>
        action.Type == ActionTypeEnum.Forward || action.Type == ActionTypeEnum.FixedResponse || action.Type == ActionTypeEnum.Redirect;

    private static ListenerAction Filled(ListenerAction action, int targetGroupsPerAction)
    {
        var shown = new ListenerAction { Type = action.Type, Order = action.Order };
        if (action.Type == ActionTypeEnum.Forward)
        {
            shown.ForwardConfig = Forward(action, targetGroupsPerAction);
            shown.TargetGroupArn = shown.ForwardConfig.TargetGroups is [var only] ? only.TargetGroupArn : null;
        }
        else if (action.Type == ActionTypeEnum.Redirect)
        {
            shown.RedirectConfig = Redirect(action.RedirectConfig ?? throw Missing("A redirect configuration"));
        }
        else
        {
            shown.FixedResponseConfig = action.FixedResponseConfig ?? throw Missing("A fixed-response configuration");
            if (shown.FixedResponseConfig.ContentType is { } type && !ContentTypes.Contains(type))
            {
                throw ElbNames.Invalid($"The content type '{type}' must be one of '[{string.Join(", ", ContentTypes)}]'");
            }
        }

        return shown;
    }

    private static ForwardActionConfig Forward(ListenerAction action, int most)
    {
        List<TargetGroupTuple> given = action.ForwardConfig?.TargetGroups is { Count: > 0 } many ? many
            : action.TargetGroupArn is { } one ? [new() { TargetGroupArn = one }]
            : throw Missing("A target group ARN");
        if (action.TargetGroupArn is { } arn && (given.Count != 1 || given[0].TargetGroupArn != arn))
        {
            throw ElbNames.Invalid("You cannot specify both a target group ARN and target groups in a forward action");
        }

        if (given.Count > most)
        {
            throw new AwsError("TooManyTargetGroups", $"An action can forward to at most {most} target groups");
        }

        if (given.Select(tuple => tuple.TargetGroupArn).Distinct().Count() < given.Count)
        {
            throw ElbNames.Invalid("A target group ARN can be specified only once in a forward action");
        }

        if (given.Find(tuple => tuple.Weight is < 0 or > 999) is { } wrong)
        {
            throw ElbNames.Invalid($"The weight '{wrong.Weight}' of a target group must be within '0-999' inclusive");
        }

        return new ForwardActionConfig
        {
            TargetGroups = [.. given.Select(tuple => new TargetGroupTuple { TargetGroupArn = tuple.TargetGroupArn, Weight = tuple.Weight ?? 1 })],
            TargetGroupStickinessConfig = action.ForwardConfig?.TargetGroupStickinessConfig ?? new() { Enabled = false },
        };
    }

    private static RedirectActionConfig Redirect(RedirectActionConfig given)
    {
        var shown = new RedirectActionConfig
        {
            Protocol = given.Protocol ?? "#{protocol}",
            Port = given.Port ?? "#{port}",
            Host = given.Host ?? "#{host}",
            Path = given.Path ?? "/#{path}",
            Query = given.Query ?? "#{query}",
            StatusCode = given.StatusCode,
        };
        return (shown.Protocol, shown.Port, shown.Host, shown.Path) == ("#{protocol}", "#{port}", "#{host}", "/#{path}")
            ? throw new AwsError("InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop")
            : shown;
    }

    private static AwsError Missing(string what) => ElbNames.Invalid($"{what} must be specified for the action");
}
