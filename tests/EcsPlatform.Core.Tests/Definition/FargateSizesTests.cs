using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class FargateSizesTests
{
    [Theory]
    [InlineData(256, 512, 2048, 3)]
    [InlineData(512, 1024, 4096, 4)]
    [InlineData(1024, 2048, 8192, 7)]
    [InlineData(2048, 4096, 16384, 13)]
    [InlineData(4096, 8192, 30720, 23)]
    [InlineData(8192, 16384, 61440, 12)]
    [InlineData(16384, 32768, 122880, 12)]
    public void Each_cpu_size_goes_with_its_memory_sizes(int cpu, int smallest, int largest, int count)
    {
        var sizes = FargateSizes.MemorySizes(cpu);

        (sizes[0], sizes[^1], sizes.Count).ShouldBe((smallest, largest, count));
    }

    [Theory]
    [InlineData(256, 1536)]
    [InlineData(1024, 1024)]
    [InlineData(8192, 17408)]
    [InlineData(300, 512)]
    public void Other_pairs_are_not_run(int cpu, int memory) => FargateSizes.Allows(cpu, memory).ShouldBeFalse();
}
