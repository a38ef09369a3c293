using System.Text.RegularExpressions;
using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Core.Deployments;

/// <summary>The alarms that stopped a deployment by CodeDeploy.</summary>
/// <remarks>CodeDeploy has no field for them: its message ends with "Activated alarms: &lt;errors-web-dev&gt; &lt;latency-web-dev&gt;".</remarks>
internal static partial class FiredAlarms
{
    /// <summary>Their names; empty for one that no alarm stopped.</summary>
    public static IReadOnlyList<string> Of(DeploymentInfo info)
    {
        if (info.ErrorInformation is not { Code: { } code, Message: var message } || code != ErrorCode.ALARM_ACTIVE)
        {
            return [];
        }

        var told = message is null ? null : List().Match(message);
        return told is { Success: true }
            ? [.. Name().Matches(told.Groups[1].Value).Select(name => name.Groups[1].Value).Distinct(StringComparer.Ordinal)]
            : info.OverrideAlarmConfiguration?.Alarms is [var only] ? [only.Name] : [];
    }

    [GeneratedRegex(@"Activated alarms:\s*(<.*>)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex List();

    // CloudWatch alarms may have any characters in their names: two names are apart where one bracket closes and another opens.
    [GeneratedRegex(@"<(.+?)>(?=[\s,]*<|[\s,.]*$)", RegexOptions.Singleline)]
    private static partial Regex Name();
}
