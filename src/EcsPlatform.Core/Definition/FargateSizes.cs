namespace EcsPlatform.Core.Definition;

/// <summary>The pairs of CPU and memory that Fargate runs (Amazon ECS Developer Guide, "Task CPU and memory").</summary>
public static class FargateSizes
{
    private static readonly Dictionary<int, int[]> MemoryByCpu = new()
    {
        [256] = [512, 1024, 2048],
        [512] = Steps(1024, 4096, 1024),
        [1024] = Steps(2048, 8192, 1024),
        [2048] = Steps(4096, 16384, 1024),
        [4096] = Steps(8192, 30720, 1024),
        [8192] = Steps(16384, 61440, 4096),
        [16384] = Steps(32768, 122880, 8192),
    };

    /// <summary>The CPU sizes in units, smallest first.</summary>
    public static IReadOnlyList<int> CpuSizes { get; } = [.. MemoryByCpu.Keys.Order()];

    /// <summary>The memory sizes in MiB that go with a CPU size, smallest first; none for a CPU size that Fargate does not have.</summary>
    public static IReadOnlyList<int> MemorySizes(int cpu) => MemoryByCpu.GetValueOrDefault(cpu, []);

    /// <summary>Whether Fargate runs the pair.</summary>
    public static bool Allows(int cpu, int memory) => MemorySizes(cpu).Contains(memory);

    private static int[] Steps(int from, int to, int step) => [.. Enumerable.Range(0, ((to - from) / step) + 1).Select(index => from + (index * step))];
}
