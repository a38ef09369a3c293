using System.Security.Cryptography;
using System.Text.Json;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>The function for random values and signing keys, in Node.js; and what is the same for all functions.</summary>
public sealed class RandomRotationTests
{
    private static readonly string[] TwiceEach = [.. NodeFunction.AllSteps.SelectMany(step => new[] { step, step })];

    [Fact]
    public async Task A_secret_gets_a_text_of_the_asked_form_and_every_step_may_come_twice()
    {
        var wanted = new GeneratedSecret { Length = 48, ExcludePunctuation = true, ExcludeCharacters = "lIO0" };
        var run = await RunAsync("old value", wanted, steps: TwiceEach);

        run.Errors.ShouldAllBe(error => error == null);
        run.Current!.ShouldMatch("^[A-HJ-NP-Za-km-z1-9]{48}$");
        run.Previous.ShouldBe("old value");
        run.Stages.ShouldBe(["AWSCURRENT", "AWSPENDING"], ignoreOrder: true);
        run.Log.ShouldNotContain(run.Current!);
        run.Log.ShouldNotContain("old value");
    }

    [Fact]
    public async Task One_key_of_a_JSON_secret_gets_a_new_value_and_the_others_stay()
    {
        var run = await RunAsync("""{"user": "me", "pass word": "old"}""", new GeneratedSecret { Length = 20 }, key: "pass word");

        var value = JsonDocument.Parse(run.Current!).RootElement;
        value.GetProperty("user").GetString().ShouldBe("me");
        value.GetProperty("pass word").GetString()!.Length.ShouldBe(20);
    }

    [Fact]
    public async Task A_JSON_secret_is_not_written_over_as_a_whole()
    {
        var run = await RunAsync("""{"user": "me", "password": "old"}""", new GeneratedSecret());

        run.Errors[0]!.ShouldContain("which key");
        run.Current!.ShouldContain("old");
    }

    [Theory]
    [InlineData(SigningAlgorithm.ES256)]
    [InlineData(SigningAlgorithm.ES512)]
    [InlineData(SigningAlgorithm.RS256)]
    public async Task A_signing_keys_tokens_still_verify_after_its_rotation(SigningAlgorithm algorithm)
    {
        var first = await RunAsync("none yet", Signing(algorithm));
        var old = first.Current!;
        var second = await RunAsync(old, Signing(algorithm));
        var renewed = JsonDocument.Parse(second.Current!).RootElement;
        byte[] token = [1, 2, 3];

        Verifies(renewed.GetProperty("previous"), token, Sign(JsonDocument.Parse(old).RootElement, token)).ShouldBeTrue();
        Verifies(renewed, token, Sign(renewed, token)).ShouldBeTrue();
        Verifies(renewed, token, Sign(JsonDocument.Parse(old).RootElement, token)).ShouldBeFalse();
        renewed.GetProperty("previous").TryGetProperty("privateKey", out _).ShouldBeFalse();
        renewed.GetProperty("previous").GetProperty("keyId").GetString().ShouldNotBe(renewed.GetProperty("keyId").GetString());
    }

    [Fact]
    public async Task A_symmetric_signing_key_has_the_bits_asked_for()
    {
        var run = await RunAsync("none yet", new GeneratedSecret { SigningKey = new SigningKey { Algorithm = SigningAlgorithm.HS512, Bits = 1024 } });
        JsonDocument.Parse(run.Current!).RootElement.GetProperty("key").GetString()!.Length.ShouldBe(171); // 128 bytes in base64url
    }

    [Fact]
    public async Task A_rotation_that_is_off_or_that_nobody_began_is_refused()
    {
        NodeFunction.SkipWhereMissing();
        await using var off = await RotatingAccount.StartAsync();
        await off.BeginAsync("old");
        await off.CancelAsync();
        (await off.RunAsync(RotationFunction.Random, ["createSecret"])).Errors[0]!.ShouldContain("not switched on");

        await using var unknown = await RotatingAccount.StartAsync();
        await unknown.CreateAsync("old");
        await unknown.RotateAsync(now: false);
        (await unknown.RunAsync(RotationFunction.Random, ["createSecret"])).Errors[0]!.ShouldContain("no version");

        await unknown.PutAsync("new", "MINE");
        (await unknown.RunAsync(RotationFunction.Random, ["createSecret"])).Errors[0]!.ShouldContain("AWSPENDING");
    }

    [Fact]
    public async Task A_value_that_another_run_gave_the_version_first_stays()
    {
        NodeFunction.SkipWhereMissing();
        await using var account = await RotatingAccount.StartAsync();
        await account.BeginAsync("old");
        await account.PutAsync("the other run's", "AWSPENDING");

        var run = await account.RunAsync(RotationFunction.Random, NodeFunction.AllSteps);

        run.Errors.ShouldAllBe(error => error == null);
        run.Current.ShouldBe("the other run's");
    }

    [Fact]
    public async Task A_version_without_a_value_never_counts()
    {
        NodeFunction.SkipWhereMissing();
        await using var account = await RotatingAccount.StartAsync();
        await account.BeginAsync("old");

        var run = await account.RunAsync(RotationFunction.Random, ["finishSecret"]);

        run.Errors[0]!.ShouldContain("createSecret comes first");
        (run.Current, run.Stages.Count).ShouldBe(("old", 1));
    }

    [Fact]
    public async Task The_test_of_a_configuration_alone_passes_and_changes_nothing()
    {
        NodeFunction.SkipWhereMissing();
        await using var account = await RotatingAccount.StartAsync();
        await account.BeginAsync("old");
        var run = await account.RunAsync(RotationFunction.Random, ["testSecret"]);

        run.Errors.ShouldBe([null]);
        run.Current.ShouldBe("old");
    }

    [Fact]
    public async Task Services_that_read_the_secret_get_new_tasks_once_it_counts()
    {
        NodeFunction.SkipWhereMissing();
        var platform = new SandboxedPlatform(Platforms.Small, latency: TimeSpan.Zero);
        platform.Up().ThrowIfFailed();
        await using var account = await RotatingAccount.StartAsync(platform.Account);
        await account.BeginAsync("old", Tags(new GeneratedSecret(), services: ["service-front-t1", "service-gone-t1", "service-worker-t1"]));
        var before = platform.Account.Journal.Count;

        var run = await account.RunAsync(RotationFunction.Random, NodeFunction.AllSteps, new Dictionary<string, string> { ["CLUSTER"] = "cluster-small-t1" });

        run.Errors.ShouldAllBe(error => error == null);
        var calls = platform.Account.Journal.Entries.Skip(before).Where(call => call.Service == "ecs").ToList();
        calls.Select(call => call.Operation).ShouldBe(["UpdateService", "UpdateService", "UpdateService"]);
        calls.Count(call => call.Outcome == "ServiceNotFoundException").ShouldBe(1);
        foreach (var service in new[] { "service-front-t1", "service-worker-t1" })
        {
            var live = platform.ByHand(async aws => await aws.ECS.DescribeServicesAsync(new() { Cluster = "cluster-small-t1", Services = [service] }));
            live.Services[0].Deployments.Count.ShouldBe(2, "the old tasks stay until the new ones run");
        }
    }

    private static GeneratedSecret Signing(SigningAlgorithm algorithm) => new() { SigningKey = new SigningKey { Algorithm = algorithm } };

    private static async Task<RotationRun> RunAsync(string text, GeneratedSecret wanted, string? key = null, string[]? steps = null)
    {
        NodeFunction.SkipWhereMissing();
        await using var account = await RotatingAccount.StartAsync();
        await account.BeginAsync(text, Tags(wanted, key));
        return await account.RunAsync(RotationFunction.Random, steps ?? NodeFunction.AllSteps);
    }

    private static IReadOnlyDictionary<string, string> Tags(GeneratedSecret wanted, string? key = null, string[]? services = null) =>
        RotationTags.For(new SecretDefinition { Name = "it", Generate = wanted, Rotation = new SecretRotation { Days = 30, Key = key } }, null, services ?? []);

    private static byte[] Sign(JsonElement key, byte[] data)
    {
        if (IsRsa(key))
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key.GetProperty("privateKey").GetString());
            return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var curve = ECDsa.Create();
        curve.ImportFromPem(key.GetProperty("privateKey").GetString());
        return curve.SignData(data, HashAlgorithmName.SHA256);
    }

    private static bool Verifies(JsonElement key, byte[] data, byte[] signature)
    {
        if (IsRsa(key))
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key.GetProperty("publicKey").GetString());
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var curve = ECDsa.Create();
        curve.ImportFromPem(key.GetProperty("publicKey").GetString());
        return curve.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }

    private static bool IsRsa(JsonElement key) => key.GetProperty("algorithm").GetString()!.StartsWith('R');
}
