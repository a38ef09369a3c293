using System.Collections;
using System.Reflection;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Values of secrets are searched for in everything that a run lets out.</summary>
public sealed class SecretLeakTests : IDisposable
{
    private const string FromEnvironment = "environment-value-7f3a91";
    private const string FromFile = "file-value-52c08d";
    private const string Variable = "SECRET_LEAK_TESTS_DATABASE_URL";

    private readonly string _folder = Directory.CreateTempSubdirectory("ecsplatform-").FullName;

    public SecretLeakTests()
    {
        Environment.SetEnvironmentVariable(Variable, FromEnvironment);
        File.WriteAllText(Path.Combine(_folder, "key.txt"), FromFile + "\n");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void No_value_is_in_any_event_plan_report_error_or_journal(double weather)
    {
        var platform = new SandboxedPlatform(Platforms.Read(Platforms.SmallYaml
            .Replace("SMALL_DATABASE_URL", Variable, StringComparison.Ordinal)
            .Replace("secrets:\n  - {name: signing", "secrets:\n  - {name: partner, fromFile: key.txt}\n  - {name: signing", StringComparison.Ordinal)))
        {
            Options = new BlueprintOptions { BaseFolder = _folder },
        };
        var said = new List<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        if (weather > 0)
        {
            platform.Account.Faults.AddWeather(weather);
        }

        Say(() => platform.Plan());
        Say(() => platform.Up());
        platform.Account.Faults.Clear();
        var values = platform.ByHand(async aws => await Task.WhenAll((await aws.SecretsManager.ListSecretsAsync(new())).SecretList?
            .Select(async secret => (await aws.SecretsManager.GetSecretValueAsync(new() { SecretId = secret.ARN })).SecretString) ?? []));
        Say(() => platform.Plan());
        Say(() => platform.Down());
        foreach (var happened in platform.Events)
        {
            Spell(happened);
        }

        said.AddRange(platform.Account.Journal.Entries.Select(call => call.ToString()));

        if (weather == 0)
        {
            values.ShouldContain(FromEnvironment);
            values.ShouldContain(FromFile);
            values.Length.ShouldBe(3);
        }

        said.Count.ShouldBeGreaterThan(weather < 0.5 ? 300 : 20);
        foreach (var value in values.Concat([FromEnvironment, FromFile]))
        {
            said.Where(text => text.Contains(value, StringComparison.Ordinal)).ShouldBeEmpty();
        }

        void Say(Func<object> run)
        {
            try
            {
                Spell(run());
            }
            catch (Exception error)
            {
                said.Add(error.ToString());
                Spell(error);
            }
        }

        // Everything that can be reached through public properties, as text.
        void Spell(object? thing)
        {
            if (thing is null || thing is Type or MemberInfo || !thing.GetType().IsValueType && !seen.Add(thing))
            {
                return;
            }

            said.Add(thing.ToString() ?? "");
            if (thing is IEnumerable many and not string)
            {
                foreach (var one in many)
                {
                    Spell(one);
                }
            }
            else if (thing.GetType().Namespace?.StartsWith("EcsPlatform", StringComparison.Ordinal) == true || thing is Exception)
            {
                foreach (var property in thing.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                {
                    Spell(property.GetValue(thing));
                }
            }
        }
    }

    [Fact]
    public void A_secret_text_shows_stars_however_it_is_asked()
    {
        var text = new SecretText(FromEnvironment);

        $"{text} {text:G}".ShouldBe("*** ***");
        System.Text.Json.JsonSerializer.Serialize(text).ShouldNotContain(FromEnvironment);
    }
}
