using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>Secrets of a platform rotate on their day, by functions that come and go with them.</summary>
public sealed class RotatingPlatformTests
{
    [Fact]
    public void It_goes_up_replans_empty_and_leaves_nothing()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);

        platform.Up().ThrowIfFailed();
        Changes(platform).ShouldBeEmpty();
        platform.Down().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty(); // also of the interfaces that Lambda leaves in the subnets for a while
    }

    [Fact]
    public void It_goes_away_by_name_and_suffix_alone()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        platform.Up().ThrowIfFailed();

        platform.DownByName().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_rotates_before_its_day_and_everything_on_it()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        RehearsedFunctions.In(platform);
        platform.Up().ThrowIfFailed();
        var first = Values(platform);

        platform.Wait(TimeSpan.FromDays(5));
        Values(platform).ShouldBe(first);
        platform.Wait(TimeSpan.FromDays(3.5));
        Changed(platform, first).ShouldBe(["database", "jwt"]);
        platform.Wait(TimeSpan.FromDays(24));
        Changed(platform, first).ShouldBe(["database", "jwt", "partner", "token"]); // never the administrator's
        Changes(platform).ShouldBeEmpty();
    }

    [Fact]
    public void Services_that_read_a_new_value_start_new_tasks_and_no_others()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        RehearsedFunctions.In(platform);
        platform.Up().ThrowIfFailed();
        var (api, worker) = (Tasks(platform, "api"), Tasks(platform, "worker"));

        platform.Wait(TimeSpan.FromDays(8.5)); // the database's day, which the worker does not read

        Tasks(platform, "api").Intersect(api).ShouldBeEmpty();
        Tasks(platform, "worker").ShouldBe(worker);
    }

    [Fact]
    public void A_function_that_fails_shows_and_the_value_that_counts_stays()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        RehearsedFunctions.In(platform);
        platform.Up().ThrowIfFailed();
        var first = Values(platform);
        platform.Account.Faults.SetFunctionFailure("rotation-turning-random-t1:testSecret");

        platform.Wait(TimeSpan.FromDays(8.5));

        Changed(platform, first).ShouldBe(["database"]);
        platform.LogOf("/ecs/turning-t1/rotation/random").ShouldContain(line => line.Contains("ERROR", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void It_is_read_back()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        platform.Up().ThrowIfFailed();

        var read = platform.Export().Definition;

        DefinitionValidator.Validate(read).ShouldBeEmpty();
        read.Secrets.ToDictionary(secret => secret.Name, secret => secret.Rotation).ShouldBe(Platforms.Rotating.Secrets.ToDictionary(secret => secret.Name, secret => secret.Rotation), ignoreOrder: true);
        read.Secrets.Single(secret => secret.Name == "jwt").Generate!.SigningKey.ShouldBe(new SigningKey { Algorithm = SigningAlgorithm.RS256, Bits = 2048 });
        platform.Definition = read;
        Changes(platform).ShouldBeEmpty();
    }

    [Fact]
    public void Another_day_is_an_update_of_the_rotation_alone()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        platform.Up().ThrowIfFailed();
        platform.Definition = With("token", secret => secret with { Rotation = secret.Rotation! with { Days = 14 } });

        platform.Plan().Changes.Select(step => step.ToString()).ShouldBe(["Update secret-rotation/token"]);
        platform.Up().ThrowIfFailed();
        Changes(platform).ShouldBeEmpty();
    }

    [Fact]
    public void A_way_to_rotate_that_nobody_wants_any_more_takes_its_function_along()
    {
        var platform = new SandboxedPlatform(Platforms.Rotating);
        platform.Up().ThrowIfFailed();
        platform.Definition = With("database", secret => secret with { Rotation = null });

        platform.Plan().Changes.Where(step => step.Action == PlanAction.Delete).Select(step => step.LogicalId).Order(StringComparer.Ordinal)
            .ShouldBe(["function/postgresql-vpc", "log-group/rotation/postgresql-vpc", "role/rotation/postgresql-vpc", "secret-rotation/database", "security-group-rules/rotation/postgresql-vpc", "security-group/rotation/postgresql-vpc"]);
        platform.Up().ThrowIfFailed();
        Changes(platform).ShouldBeEmpty();
    }

    private static PlatformDefinition With(string name, Func<SecretDefinition, SecretDefinition> change) =>
        Platforms.Rotating with { Secrets = [.. Platforms.Rotating.Secrets.Select(secret => secret.Name == name ? change(secret) : secret)] };

    private static IEnumerable<string> Changes(SandboxedPlatform platform) => platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}");

    private static IReadOnlyDictionary<string, string> Values(SandboxedPlatform platform) => Platforms.Rotating.Secrets.ToDictionary(
        secret => secret.Name,
        secret => platform.ByHand(aws => aws.SecretsManager.GetSecretValueAsync(new() { SecretId = $"secret-{secret.Name}-t1" })).SecretString);

    private static IEnumerable<string> Changed(SandboxedPlatform platform, IReadOnlyDictionary<string, string> before) =>
        Values(platform).Where(value => before[value.Key] != value.Value).Select(value => value.Key).Order(StringComparer.Ordinal);

    private static IReadOnlyList<string> Tasks(SandboxedPlatform platform, string service) =>
        platform.ByHand(aws => aws.ECS.ListTasksAsync(new() { Cluster = "cluster-turning-t1", ServiceName = $"service-{service}-t1" })).TaskArns;
}
