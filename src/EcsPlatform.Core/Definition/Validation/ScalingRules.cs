namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Scaling whose numbers fit together.</summary>
internal static class ScalingRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        foreach (var (service, path) in definition.EachService())
        {
            if (service.Scaling is { } scaling)
                Scaling(service, scaling, $"{path}.scaling", problems);
        }
    }

    private static void Scaling(MicroserviceDefinition service, ScalingDefinition scaling, string path, ProblemList problems)
    {
        if (scaling.Minimum > scaling.Maximum)
            problems.Add("scaling.range", $"{path}.minimum", service.Name, scaling.Minimum, scaling.Maximum);
        else if (service.DesiredCount < scaling.Minimum || service.DesiredCount > scaling.Maximum)
            problems.Add("scaling.desired", path, service.Name, service.DesiredCount, scaling.Minimum, scaling.Maximum);
        if (scaling is { Step: null, TargetTracking: null })
            problems.Add("scaling.none", path, service.Name);
        if (scaling is { Step: not null, TargetTracking: not null })
            problems.Add("scaling.both", path, service.Name);
        if (scaling.Step is { } step && step.ScaleInCpu >= step.ScaleOutCpu)
            problems.Add("scaling.thresholds", $"{path}.step.scaleInCpu", service.Name, step.ScaleInCpu, step.ScaleOutCpu);
        if (scaling.Step is { } periodic && periodic.PeriodSeconds % 60 != 0)
            problems.Add("scaling.period", $"{path}.step.periodSeconds", service.Name, periodic.PeriodSeconds);
        if (scaling.TargetTracking is { Cpu: null, Memory: null })
            problems.Add("scaling.no-target", $"{path}.targetTracking", service.Name);
    }
}
