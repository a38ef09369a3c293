namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>How many vCPUs the account runs at once, and may.</summary>
internal sealed partial class EcsService
{
    // Amazon ECS Developer Guide, service event messages.
    private const string NoCapacity = "Capacity is unavailable at this time. Please try again later or in a different availability zone.";
    private const string OverQuota = "You've reached the limit on the number of vCPUs you can run concurrently. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    /// <summary>For CloudWatch: vCPUs of the tasks that Fargate runs, starts or stops on a capacity provider.</summary>
    internal double VcpusInUse(string provider) => State.Tasks.Values
        .Where(record => record.Task.LastStatus != "STOPPED" && (record.Task.CapacityProviderName ?? "FARGATE") == provider)
        .Sum(record => Vcpus(record.Task.Cpu));

    /// <summary>Why Fargate does not place the deployment's next task, in AWS's words; null where it does.</summary>
    private string? WhyNoRoom(ServiceRecord service, DeploymentRecord deployment)
    {
        if (LacksCapacity(service, deployment))
        {
            return NoCapacity;
        }

        var provider = Provider(service, deployment) ?? "FARGATE";
        var needed = Vcpus(FindTaskDefinition(deployment.Deployment.TaskDefinition)!.TaskDefinition.Cpu);
        return VcpusInUse(provider) + needed > (Faults.VcpuQuota(provider) ?? Region.Sandbox.Options.FargateVcpus) ? OverQuota : null;
    }

    private static double Vcpus(string? cpu) => (FargateSizes.Cpu(cpu) ?? 0) / 1024.0;
}
