using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Amazon.KeyManagementService;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox;

namespace EcsPlatform.Core.Tests.Encryption;

/// <summary>Customer-managed keys and a private authority: made, found again after any death, read back, and taken away.</summary>
public sealed class GuardedPlatformTests(ITestOutputHelper output)
{
    private static readonly string[] NewServices = ["kms", "acm-pca"];

    [Fact]
    public void It_goes_up_replans_empty_and_leaves_nothing()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded);

        var up = platform.CallsOf(() => platform.Up().ThrowIfFailed());
        platform.Plan().Changes.ShouldBeEmpty();
        var again = platform.CallsOf(() => platform.Up().ThrowIfFailed());
        var down = platform.CallsOf(() => platform.Down().ThrowIfFailed());

        platform.Inventory.ShouldBeEmpty();
        output.WriteLine($"{up} calls up, {again} again, {down} down");
    }

    [Fact]
    public void What_a_key_is_for_is_encrypted_with_it_and_only_that()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded);
        platform.Up().ThrowIfFailed();

        var (keys, secrets, groups, repositories, tasks) = platform.ByHand(async aws =>
        {
            var aliases = (await aws.KeyManagementService.ListAliasesAsync(new())).Aliases.Where(alias => alias.TargetKeyId is not null && alias.AliasName.StartsWith("alias/key-", StringComparison.Ordinal));
            var arns = new Dictionary<string, string>();
            foreach (var alias in aliases)
            {
                arns[alias.AliasName] = (await aws.KeyManagementService.DescribeKeyAsync(alias.AliasName)).KeyMetadata.Arn;
            }

            return (
                arns,
                (await aws.SecretsManager.ListSecretsAsync(new())).SecretList.ToLookup(secret => secret.OwningService ?? "ours", secret => secret.KmsKeyId),
                (await aws.CloudWatchLogs.DescribeLogGroupsAsync(new())).LogGroups.Select(group => group.KmsKeyId),
                (await aws.ECR.DescribeRepositoriesAsync(new())).Repositories.Select(repository => repository.EncryptionConfiguration.KmsKey),
                (await aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = "task-vault-t1" })).TaskDefinition.ContainerDefinitions[0].Environment);
        });

        keys.Keys.Order().ShouldBe(["alias/key-guarded-data-t1", "alias/key-guarded-logs-t1", "alias/key-guarded-mesh-t1", "alias/key-guarded-repositories-t1", "alias/key-guarded-secrets-t1"]);
        secrets["ours"].ShouldAllBe(key => key == keys["alias/key-guarded-secrets-t1"]);
        secrets["ecs-sc"].ShouldAllBe(key => key == keys["alias/key-guarded-mesh-t1"]);
        secrets["ecs-sc"].Count().ShouldBe(2);
        groups.ShouldAllBe(key => key == keys["alias/key-guarded-logs-t1"]);
        repositories.ShouldAllBe(key => key == keys["alias/key-guarded-repositories-t1"]);
        tasks.Single(variable => variable.Name == "DATA_KEY_ARN").Value.ShouldBe(keys["alias/key-guarded-data-t1"]);
    }

    [Fact]
    public void Killed_at_any_call_to_the_new_services_the_next_up_converges_without_a_duplicate()
    {
        var undisturbed = new SandboxedPlatform(Platforms.Guarded);
        undisturbed.Up().ThrowIfFailed();
        var expected = undisturbed.Inventory;
        var calls = undisturbed.Account.Journal.Entries.Where(call => NewServices.Contains(call.Service)).Select(call => call.Sequence).ToList();

        Everywhere(calls, (platform, call, flavour) =>
        {
            platform.DiesAt(call, flavour, platform.UpAsync).ShouldBeTrue();

            platform.Up().ThrowIfFailed();
            platform.Inventory.ShouldBe(expected);
            platform.Plan().Changes.ShouldBeEmpty();
            platform.Down().ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        });
    }

    [Fact]
    public void Killed_at_any_call_to_the_new_services_a_removal_by_name_alone_leaves_nothing()
    {
        var undisturbed = new SandboxedPlatform(Platforms.Guarded);
        undisturbed.Up().ThrowIfFailed();
        var calls = undisturbed.Account.Journal.Entries.Where(call => NewServices.Contains(call.Service)).Select(call => call.Sequence).ToList();

        Everywhere(calls, (platform, call, flavour) =>
        {
            platform.DiesAt(call, flavour, platform.UpAsync).ShouldBeTrue();

            platform.DownByName().ThrowIfFailed();
            platform.Inventory.ShouldBeEmpty();
        });
    }

    [Fact]
    public void Whatever_the_weather_it_converges_to_the_same_state_and_leaves_nothing()
    {
        var undisturbed = new SandboxedPlatform(Platforms.Guarded);
        undisturbed.Up().ThrowIfFailed();
        var expected = undisturbed.Inventory;

        Everywhere(Enumerable.Range(1, 30), (platform, _, _) =>
        {
            platform.Account.Faults.AddWeather(0.2);
            Until(() => platform.Up().ThrowIfFailed());
            platform.Account.Faults.Clear();
            platform.Inventory.ShouldBe(expected);
            platform.Plan().Changes.ShouldBeEmpty();
            platform.Account.Faults.AddWeather(0.2);
            Until(() => platform.Down().ThrowIfFailed());
            platform.Inventory.ShouldBeEmpty();
        }, seeded: true);
    }

    [Fact]
    public void A_key_that_is_scheduled_for_deletion_is_gone_and_a_platform_that_is_built_again_has_new_ones()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded);
        platform.Up().ThrowIfFailed();
        var first = KeyArn(platform, "data");
        platform.Down().ThrowIfFailed();

        var scheduled = platform.ByHand(aws => aws.KeyManagementService.DescribeKeyAsync(first)).KeyMetadata;
        scheduled.KeyState.ShouldBe(KeyState.PendingDeletion);
        (scheduled.DeletionDate!.Value.ToUniversalTime() - platform.Clock.GetUtcNow().UtcDateTime).TotalDays.ShouldBe(8, 0.1);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
        KeyArn(platform, "data").ShouldNotBe(first);
    }

    [Fact]
    public void What_somebody_changes_by_hand_is_set_right()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded);
        platform.Up().ThrowIfFailed();
        var (secrets, data) = (KeyArn(platform, "secrets"), KeyArn(platform, "data"));
        platform.ByHand(async aws =>
        {
            await aws.KeyManagementService.DisableKeyRotationAsync(secrets);
            await aws.KeyManagementService.DisableKeyAsync(data);
            await aws.CloudWatchLogs.DisassociateKmsKeyAsync(new() { LogGroupName = "/ecs/guarded-t1/front" });
            await aws.KeyManagementService.DeleteAliasAsync("alias/key-guarded-logs-t1");
            return true;
        });

        platform.Plan().Changes.Select(step => step.LogicalId).Order().ShouldBe(["key/data", "key/logs", "key/secrets", "log-group/front"]);
        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Encryption_of_logs_and_secrets_comes_and_goes_in_place()
    {
        var bare = Platforms.Guarded with { Encryption = null, Services = [.. Platforms.Guarded.Services.Select(service => service with { DataKey = false })] };
        var platform = new SandboxedPlatform(bare);
        platform.Up().ThrowIfFailed();
        foreach (var definition in new[] { bare with { Encryption = new EncryptionDefinition { Repositories = false } }, bare })
        {
            platform.Definition = definition;
            platform.Up().ThrowIfFailed();
            platform.Plan().Changes.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Encryption_of_a_repository_that_is_there_is_refused()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded with { Encryption = Platforms.Guarded.Encryption! with { Repositories = false } });
        platform.Up().ThrowIfFailed();
        platform.Definition = Platforms.Guarded;

        var problems = platform.Plan().Problems;

        problems.Select(problem => problem.Id).Distinct().ShouldBe(["CannotChange"]);
        problems.Select(problem => problem.LogicalId).ShouldBe(["repository/front", "repository/vault"], ignoreOrder: true);
    }

    [Fact]
    public void Planning_the_keys_that_were_read_back_changes_nothing()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded with { Mesh = null });
        platform.Up().ThrowIfFailed();

        var read = platform.Export().Definition;

        DefinitionValidator.Validate(read).ShouldBeEmpty();
        read.Encryption.ShouldBe(Platforms.Guarded.Encryption);
        read.Services.Single(service => service.DataKey).Name.ShouldBe("vault");
        read.Services.ShouldAllBe(service => service.Environment.Count == 0);
        platform.Definition = read;
        platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_signing_key_has_the_strength_that_was_asked_for()
    {
        var platform = new SandboxedPlatform(Platforms.Guarded);
        platform.Up().ThrowIfFailed();

        var value = platform.ByHand(aws => aws.SecretsManager.GetSecretValueAsync(new() { SecretId = "secret-token-key-t1" })).SecretString;

        using var json = JsonDocument.Parse(value);
        using var key = System.Security.Cryptography.RSA.Create();
        key.ImportFromPem(json.RootElement.GetProperty("privateKey").GetString());
        key.KeySize.ShouldBe(2048);
        json.RootElement.GetProperty("algorithm").GetString().ShouldBe("RS256");
        using var check = System.Security.Cryptography.RSA.Create();
        check.ImportFromPem(json.RootElement.GetProperty("publicKey").GetString());
        check.ExportSubjectPublicKeyInfo().ShouldBe(key.ExportSubjectPublicKeyInfo());
    }

    private static string KeyArn(SandboxedPlatform platform, string use) =>
        platform.ByHand(aws => aws.KeyManagementService.DescribeKeyAsync($"alias/key-guarded-{use}-t1")).KeyMetadata.Arn;

    private static void Until(Action run)
    {
        for (var runs = 1; ; runs++)
        {
            try
            {
                run();
                return;
            }
            catch (Exception) when (runs < 5)
            {
                // "Run it again: it goes on from here."
            }
        }
    }

    private void Everywhere(IEnumerable<int> calls, Action<SandboxedPlatform, int, KillMode> act, bool seeded = false)
    {
        var failures = new ConcurrentBag<string>();
        var tries = calls.SelectMany(call => new[] { KillMode.BeforeEffect, KillMode.AfterEffect }.Select(flavour => (call, flavour))).ToList();
        Parallel.ForEach(tries, at =>
        {
            var platform = new SandboxedPlatform(Platforms.Guarded, seeded ? at.call : 1);
            try
            {
                act(platform, at.call, at.flavour);
            }
            catch (Exception error)
            {
                var struck = platform.Account.Journal.Entries.FirstOrDefault(entry => entry.Outcome == "killed");
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{at.call} {at.flavour} ({struck}): {error.Message}"));
            }
        });
        output.WriteLine($"{tries.Count} tries");
        failures.ShouldBeEmpty($"{failures.Count} of {tries.Count}");
    }
}
