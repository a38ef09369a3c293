using EcsPlatform.Benchmarks;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Observing is in bulk: what an empty plan costs, with every mesh and at two sizes.</summary>
public sealed class LookCostTests(ITestOutputHelper output)
{
    private const int PerService = 5;
    private const int Rounds = 4;

    [Theory]
    [InlineData(null, 25)]
    [InlineData(MeshType.ServiceConnect, 28)]
    [InlineData(MeshType.AppMesh, 32)]
    public void Twenty_more_services_cost_a_handful_of_calls_each_and_no_round(MeshType? mesh, int fixedCalls)
    {
        foreach (var services in new[] { 5, 25 })
        {
            var platform = new SandboxedPlatform(PaymentPlatforms.WithServices(services, mesh));
            platform.Up().ThrowIfFailed();

            var (calls, rounds) = platform.InProcess(async session =>
            {
                (await session.PlanAsync(platform.Definition, new BlueprintOptions { StandInSecrets = true })).IsEmpty.ShouldBeTrue();
                return (session.Meter.Calls, session.Meter.Rounds);
            });

            output.WriteLine($"{mesh} {services}: {calls} calls, {rounds} rounds");
            calls.ShouldBeLessThanOrEqualTo(fixedCalls + (PerService * services));
            rounds.ShouldBeLessThanOrEqualTo(Rounds);
        }
    }
}
