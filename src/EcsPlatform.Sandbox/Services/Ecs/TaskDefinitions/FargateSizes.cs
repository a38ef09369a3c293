namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The pairs of CPU units and MiB that Fargate has (Amazon ECS Developer Guide, "Task CPU and memory").</summary>
internal static class FargateSizes
{
    private static readonly Dictionary<int, int[]> MemoryByCpu = new()
    {
        [256] = [512, 1024, 2048],
        [512] = Range(1024, 4096, 1024),
        [1024] = Range(2048, 8192, 1024),
        [2048] = Range(4096, 16384, 1024),
        [4096] = Range(8192, 30720, 1024),
        [8192] = Range(16384, 61440, 4096),
        [16384] = Range(32768, 122880, 8192),
    };

    public static bool Has(int cpu, int memory) => MemoryByCpu.TryGetValue(cpu, out var sizes) && sizes.Contains(memory);

    /// <summary>CPU units of "512", ".5 vCPU" or "1 vCPU"; null where it is none of these.</summary>
    public static int? Cpu(string? text) => Amount(text, "vCPU");

    /// <summary>MiB of "1024" or "1 GB"; null where it is neither.</summary>
    public static int? Memory(string? text) => Amount(text, "GB");

    private static int? Amount(string? text, string unit)
    {
        text = text?.Trim() ?? "";
        if (int.TryParse(text, out var number))
        {
            return number;
        }

        return text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) && decimal.TryParse(text[..^unit.Length], out var large)
            ? (int)(large * 1024)
            : null;
    }

    private static int[] Range(int from, int to, int step) =>
        [.. Enumerable.Range(0, ((to - from) / step) + 1).Select(i => from + (i * step))];
}
