using EcsPlatform.Core.Deployments;

namespace EcsPlatform.Core.Tests.Deployments;

public sealed class DeploymentWavesTests
{
    [Fact]
    public void Those_that_are_called_come_first() =>
        Waves("a b c d", "a>b a>c b>d c>d").ShouldBe(["d", "b c", "a"]);

    [Fact]
    public void Services_that_nobody_deploys_do_not_count() =>
        Waves("a c", "a>b b>c").ShouldBe(["a c"]);

    [Fact]
    public void A_circle_shares_a_wave() =>
        Waves("a b c", "a>b b>a b>c").ShouldBe(["c", "a b"]);

    private static IEnumerable<string> Waves(string services, string calls) => DeploymentWaves
        .Of(services.Split(' '), calls.Split(' ').Select(call => call.Split('>')).GroupBy(call => call[0]).ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(call => call[1])]))
        .Select(wave => string.Join(' ', wave));
}
