using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class DefinitionValidatorTests
{
    private static readonly MicroserviceDefinition Api = new() { Name = "api", Cpu = 256, Memory = 512 };
    private static readonly PlatformDefinition Shop = new() { Name = "shop", EnvironmentSuffix = "dev", Services = [Api] };

    [Fact]
    public void A_definition_built_in_code_is_told_the_path_in_place_of_the_line()
    {
        var problem = DefinitionValidator.Validate(Shop with { Services = [Api with { Cpu = 300 }] }).ShouldHaveSingleItem();

        problem.Line.ShouldBe(0);
        problem.ToString().ShouldStartWith("services[0].cpu: 'api' asks for 300 CPU units");
    }

    [Fact]
    public void A_service_that_nothing_can_reach_is_fine() => DefinitionValidator.Validate(Shop).ShouldBeEmpty();

    [Fact]
    public void Without_nat_it_takes_a_word_that_there_is_another_way()
    {
        var network = new NetworkDefinition { NatGateway = NatGatewayMode.None };

        DefinitionValidator.Validate(Shop with { Network = network }).ShouldHaveSingleItem().Id.ShouldBe("network.no-nat");
        DefinitionValidator.Validate(Shop with { Network = network with { AllowWithoutNat = true } }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("s3:*", "*")]
    [InlineData("s3:Get*", "arn:aws:s3:::*")]
    public void A_wildcard_needs_a_reason(string action, string resource)
    {
        var statement = new PolicyStatement { Actions = [action], Resources = [resource], AllowWildcard = "S3 has no narrower way to list buckets" };
        var platform = Shop with { Policies = [new PolicyDefinition { Name = "all", Statements = [statement] }] };

        DefinitionValidator.Validate(platform).ShouldBeEmpty();
        platform = Shop with { Policies = [new PolicyDefinition { Name = "all", Statements = [statement with { AllowWildcard = " " }] }] };
        DefinitionValidator.Validate(platform).Select(problem => problem.Id).ShouldBe(["policy.action-wildcard", "policy.resource-wildcard"]);
    }

    [Theory]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("stripe.api-key", true)]
    [InlineData("JwtSecret", true)]
    [InlineData("DB_PASSWORD_FILE", false)]
    [InlineData("TOKEN_TTL_SECONDS", false)]
    [InlineData("DATABASE_SECRET_ARN", false)]
    [InlineData("KEYBOARD", false)]
    public void A_variables_name_tells_whether_its_value_is_secret(string variable, bool refused)
    {
        var service = Api with { Environment = new Dictionary<string, string> { [variable] = "x" } };

        DefinitionValidator.Validate(Shop with { Services = [service] }).Any(problem => problem.Id == "environment.secret-name").ShouldBe(refused);
    }

    [Theory]
    [InlineData("postgres://shop:hunter2@db.example.com/shop", true)]
    [InlineData("Server=db.example.com;User=shop;Password=hunter2", true)]
    [InlineData("AKIAABCDEFGHIJKLMNOP", true)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", true)]
    [InlineData("postgres://db.example.com:5432/shop", false)]
    [InlineData("https://example.com/a@b:c", false)]
    public void A_value_that_holds_a_password_or_key_is_refused_whatever_its_name(string value, bool refused)
    {
        var service = Api with { Environment = new Dictionary<string, string> { ["SETTING"] = value } };

        DefinitionValidator.Validate(Shop with { Services = [service] }).Any(problem => problem.Id == "environment.secret-value").ShouldBe(refused);
    }

    [Fact]
    public void A_bad_region_does_not_hide_what_else_is_wrong()
    {
        var platform = Shop with { Region = "us(east", Network = new NetworkDefinition { Zones = new ZoneSelection { Names = ["us-east-1a"] } } };

        DefinitionValidator.Validate(platform).Select(problem => problem.Id).ShouldBe(["platform.region", "network.zone"]);
    }

    [Theory]
    [InlineData("1.4.2", true)]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api:1.4.2", true)]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("ghcr.io/team/api:1", false)]
    [InlineData("public.ecr.aws/team/api:1", false)]
    [InlineData("", false)]
    public void Images_come_from_private_ecr_only(string image, bool accepted) =>
        DefinitionValidator.Validate(Shop with { Services = [Api with { Image = image }] }).Count.ShouldBe(accepted ? 0 : 1);

    [Fact]
    public void Https_with_a_redirect_from_http_is_fine()
    {
        var balancer = new LoadBalancerDefinition
        {
            Listeners =
            [
                new ListenerDefinition { Port = 80, RedirectToPort = 443 },
                new ListenerDefinition { Port = 443, Protocol = ListenerProtocol.Https, CertificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1f2e" },
            ],
        };

        DefinitionValidator.Validate(Shop with { LoadBalancer = balancer }).ShouldBeEmpty();
    }

    [Fact]
    public void A_secret_shows_as_asterisks_however_it_is_printed()
    {
        var secret = new SecretText("hunter2");

        $"{secret} {secret:G} {string.Format(null, "{0}", secret)} {System.Text.Json.JsonSerializer.Serialize(secret)}".ShouldNotContain("hunter2");
        secret.Reveal().ShouldBe("hunter2");
    }
}
