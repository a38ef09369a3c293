using System.Text.RegularExpressions;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class PlatformNamesTests
{
    private static readonly PlatformNames Names = new("payments", "dev");

    [Fact]
    public void Names_are_type_service_and_suffix()
    {
        Names.ForService(ResourceType.TargetGroup, "payment-api").ShouldBe("tg-payment-api-dev");
        Names.ForService(ResourceType.Service, "payment-api").ShouldBe("service-payment-api-dev");
        Names.ForService(ResourceType.TaskFamily, "payment-api").ShouldBe("task-payment-api-dev");
        Names.ForService(ResourceType.ExecutionRole, "payment-api").ShouldBe("execution-role-payment-api-dev");
        Names.ForService(ResourceType.Repository, "payment-api").ShouldBe("repo-payment-api-dev");
        Names.ForService(ResourceType.CpuHighAlarm, "payment-api").ShouldBe("cpu-high-payment-api-dev");
        Names.ForService(ResourceType.ScaleOutPolicy, "payment-api").ShouldBe("scale-out-payment-api-dev");
        Names.LogGroup("payment-api").ShouldBe("/ecs/payments-dev/payment-api");
        Names.Secret("database").ShouldBe("secret-database-dev");
    }

    [Fact]
    public void Shared_names_are_type_platform_and_suffix()
    {
        Names.Shared(ResourceType.Vpc).ShouldBe("vpc-payments-dev");
        Names.Shared(ResourceType.Cluster).ShouldBe("cluster-payments-dev");
        Names.Shared(ResourceType.LoadBalancer).ShouldBe("alb-payments-dev");
        Names.Shared(ResourceType.Subnet, "private-a").ShouldBe("subnet-payments-private-a-dev");
    }

    [Fact]
    public void A_name_that_is_too_long_keeps_its_type_and_suffix_and_is_cut_the_same_way_every_time() =>
        Names.ForService(ResourceType.TargetGroup, "transaction-processor-for-cards").ShouldBe("tg-transaction-proces-k65xuw-dev");

    [Fact]
    public void Names_that_were_cut_stay_different()
    {
        var names = Enumerable.Range(0, 2000).Select(index => Names.ForService(ResourceType.TargetGroup, $"a-service-with-a-rather-long-name-{index}"));

        names.Distinct().Count().ShouldBe(2000);
    }

    public static TheoryData<string> Types => [.. ResourceType.All.Select(type => type.ShortName)];

    [Theory, MemberData(nameof(Types))]
    public void Every_name_is_one_that_its_api_takes(string shortName)
    {
        var type = ResourceType.All.Single(candidate => candidate.ShortName == shortName);
        foreach (var (platform, suffix, service) in Extremes())
        {
            var names = new PlatformNames(platform, suffix);
            string[] made = type == ResourceType.LogGroup ? [names.LogGroup(service)] : [names.ForService(type, service), names.Shared(type)];
            foreach (var name in made)
            {
                name.Length.ShouldBeLessThanOrEqualTo(type.Limit);
                Regex.IsMatch(name, type.Pattern).ShouldBeTrue($"{name} is not {type.Pattern}");
            }
        }
    }

    private static IEnumerable<(string Platform, string Suffix, string Service)> Extremes()
    {
        string[] platforms = ["ab", "a-platform-as-long20"], suffixes = ["1", "pr-123456789"];
        string[] services = ["ab", "a1", new string('x', 40), string.Concat(Enumerable.Repeat("ab-", 13)) + "c"];
        return from platform in platforms from suffix in suffixes from service in services select (platform, suffix, service);
    }

    [Fact]
    public void Any_secret_name_can_be_named() => Names.Secret(new string('x', 40)).ShouldStartWith("secret-x");

    [Fact]
    public void Names_come_from_the_definition() =>
        PlatformNames.For(new PlatformDefinition { Name = "shop", EnvironmentSuffix = "qa" }).Shared(ResourceType.Vpc).ShouldBe("vpc-shop-qa");
}
