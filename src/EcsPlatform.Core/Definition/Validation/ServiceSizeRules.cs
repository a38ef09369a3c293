namespace EcsPlatform.Core.Definition.Validation;

/// <summary>CPU and memory that Fargate runs.</summary>
internal static class ServiceSizeRules
{
    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        foreach (var (service, path) in definition.EachService())
        {
            if (!FargateSizes.CpuSizes.Contains(service.Cpu))
                problems.Add("service.cpu", $"{path}.cpu", service.Name, service.Cpu, string.Join(", ", FargateSizes.CpuSizes));
            else if (!FargateSizes.Allows(service.Cpu, service.Memory))
                problems.Add("service.memory", $"{path}.memory", service.Name, service.Memory, service.Cpu, Sizes(service.Cpu));
            if (service.HardMemory > service.Memory)
                problems.Add("service.memory-limit", $"{path}.memoryLimit", service.Name, service.HardMemory, service.Memory);
            if (service.SoftMemory > service.HardMemory)
                problems.Add("service.memory-reservation", $"{path}.memoryReservation", service.Name, service.SoftMemory, service.HardMemory);
        }
    }

    private static string Sizes(int cpu)
    {
        var sizes = FargateSizes.MemorySizes(cpu);
        return sizes.Count <= 4 ? string.Join(", ", sizes) : $"{sizes[0]} to {sizes[^1]} in steps of {sizes[1] - sizes[0]}";
    }
}
