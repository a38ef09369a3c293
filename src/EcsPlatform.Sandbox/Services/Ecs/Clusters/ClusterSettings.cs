using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>A cluster's settings: Container Insights, off unless asked for.</summary>
internal static class ClusterSettings
{
    public static List<ClusterSetting> Merge(List<ClusterSetting>? present, List<ClusterSetting>? asked)
    {
        var value = present?.FirstOrDefault()?.Value ?? "disabled";
        foreach (var setting in asked ?? [])
        {
            if (setting.Name?.Value != ClusterSettingName.ContainerInsights.Value)
            {
                throw EcsErrors.InvalidParameter("The specified cluster setting name is not valid. Specify containerInsights and try again.");
            }

            value = setting.Value is "enabled" or "disabled" or "enhanced"
                ? setting.Value
                : throw EcsErrors.InvalidParameter("The specified value for the cluster setting containerInsights is not valid. Valid values: enhanced, enabled, disabled.");
        }

        return [new ClusterSetting { Name = ClusterSettingName.ContainerInsights, Value = value }];
    }
}
