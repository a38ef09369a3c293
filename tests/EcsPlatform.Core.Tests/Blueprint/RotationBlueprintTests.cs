using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Lambda;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Blueprint;

public sealed class RotationBlueprintTests
{
    private const string Yaml =
        """
        name: shop
        environmentSuffix: dev
        region: us-east-1
        encryption: {}
        secrets:
          - {name: token, generate: {}, rotation: 30}
          - {name: admin, fromFile: admin.json}
          - {name: database, fromFile: database.json, rotation: {days: 7, method: postgresql, adminSecret: admin, inVpc: true}}
          - {name: other, generate: {}}
        services:
          - {name: api, cpu: 256, memory: 512, secrets: {TOKEN: token}}
        """;

    private static readonly IReadOnlyList<Resource> Resources = PlatformBlueprint.Build(Platforms.Read(Yaml), new BlueprintOptions());
    private static readonly Resolution Account = new(new PlatformScope("shop", "dev", "us-east-1"), "123456789012", "aws", []);

    [Fact]
    public void Each_way_to_rotate_has_one_function_and_those_in_the_VPC_their_own() =>
        Resources.OfType<FunctionResource>().Select(function => function.Name).ShouldBe(["rotation-shop-postgresql-vpc-dev", "rotation-shop-random-dev"]);

    [Fact]
    public void A_function_reads_the_secrets_that_it_rotates_and_its_administrators_and_no_others()
    {
        Readable("rotation/random").ShouldBe(["secret-token-dev"]);
        Readable("rotation/postgresql-vpc").ShouldBe(["secret-admin-dev", "secret-database-dev"]);
    }

    [Fact]
    public void A_function_restarts_the_services_that_read_its_secrets() =>
        Grants("rotation/random").Single(grant => grant.Actions.Contains("ecs:UpdateService")).Resources.ShouldBe(["arn:aws:ecs:us-east-1:123456789012:service/cluster-shop-dev/service-api-dev"]);

    [Fact]
    public void A_function_stands_in_the_VPC_only_when_asked()
    {
        Resources.OfType<FunctionResource>().Single(function => function.SecurityGroup is not null).Key.ShouldBe("postgresql-vpc");
        Grants("rotation/random").ShouldAllBe(grant => !grant.Resources.Contains("*"));
    }

    [Fact]
    public void A_rotation_waits_until_its_function_can_be_called() =>
        Resources.OfType<SecretRotationResource>().ShouldAllBe(rotation => rotation.Needs.Any(need => need.Resource is FunctionResource && need.Ready));

    private static IReadOnlyList<PolicyGrant> Grants(string role) => Resources.OfType<RoleResource>().Single(candidate => candidate.Key == role).Grants(Account);

    private static IEnumerable<string> Readable(string role) => Grants(role)
        .Where(grant => grant.Actions.Contains("secretsmanager:GetSecretValue"))
        .SelectMany(grant => grant.Resources)
        .Select(arn => arn.Split(':')[6].Replace("-??????", "", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
