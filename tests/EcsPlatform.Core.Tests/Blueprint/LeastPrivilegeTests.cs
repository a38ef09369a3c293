using System.Text.RegularExpressions;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Blueprint;

/// <summary>Roles may do what they need, on what they need it on.</summary>
public sealed class LeastPrivilegeTests
{
    /// <summary>Actions without a resource level: their only resource is "*".</summary>
    private static readonly string[] WithoutResourceLevel =
    [
        "ecr:GetAuthorizationToken", // Service Authorization Reference, Amazon Elastic Container Registry
        "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", // Service Authorization Reference, Session Manager Message Gateway Service
        "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
    ];

    // With ECS Exec, so that every grant there is gets read.
    private static readonly PlatformDefinition Payments = Platforms.Payments with { Services = [.. Platforms.Payments.Services.Select(service => service with { ExecuteCommand = true })] };
    private static readonly IReadOnlyList<Resource> Resources = PlatformBlueprint.Build(Payments, new BlueprintOptions());
    private static readonly Resolution Account = new(new PlatformScope("payments", "dev", "us-east-1"), "123456789012", "aws", []);

    public static TheoryData<string> Roles => [.. Resources.OfType<RoleResource>().Select(role => role.Key)];

    public static TheoryData<string> Services => [.. Payments.Services.Select(service => service.Name)];

    [Theory]
    [MemberData(nameof(Roles))]
    public void No_action_is_a_wildcard(string role) => Grants(role).SelectMany(grant => grant.Actions).Where(action => action.AsSpan().ContainsAny('*', '?')).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Roles))]
    public void Only_actions_without_a_resource_level_have_every_resource(string role) =>
        Grants(role).Where(grant => grant.Resources.Contains("*")).SelectMany(grant => grant.Actions).ShouldBeSubsetOf(WithoutResourceLevel);

    [Theory]
    [MemberData(nameof(Roles))]
    public void Every_other_resource_names_its_account_or_bucket_and_what_it_is(string role) =>
        Grants(role).SelectMany(grant => grant.Resources).Where(resource => resource != "*").ShouldAllBe(resource =>
            Regex.IsMatch(resource, "^arn:aws:(s3:::[a-z0-9-]+/[a-z].*|[a-z0-9-]+:us-east-1:123456789012:[A-Za-z].*)$") && !resource.EndsWith(":*", StringComparison.Ordinal) || resource.StartsWith("arn:aws:logs:us-east-1:123456789012:log-group:/ecs/payments-dev/", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void An_execution_role_reads_its_own_services_secrets_and_no_others(string service)
    {
        var definition = Payments.Services.First(candidate => candidate.Name == service);
        var own = definition.Secrets.Values.Select(reference => SecretReference.Parse(reference).Secret).Distinct().Order();
        var readable = Resources.OfType<SecretResource>().Where(secret => Reads($"{service}-execution", secret)).Select(secret => secret.Key).Order();

        readable.ShouldBe(own);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_task_role_reads_no_secret_at_all(string service) => Resources.OfType<SecretResource>().Where(secret => Reads($"{service}-task", secret)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Services))]
    public void An_execution_role_pulls_its_own_image_and_writes_its_own_logs(string service)
    {
        var resources = Grants($"{service}-execution").SelectMany(grant => grant.Resources).ToList();

        resources.Where(resource => resource.Contains(":ecr:", StringComparison.Ordinal)).ShouldBe([$"arn:aws:ecr:us-east-1:123456789012:repository/repo-{service}-dev"]);
        resources.Where(resource => resource.Contains(":logs:", StringComparison.Ordinal)).ShouldBe([$"arn:aws:logs:us-east-1:123456789012:log-group:/ecs/payments-dev/{service}:*"]);
    }

    private static IReadOnlyList<PolicyGrant> Grants(string role) => Resources.OfType<RoleResource>().Single(candidate => candidate.Key == role).Grants(Account);

    private static bool Reads(string role, SecretResource secret) => Grants(role)
        .Where(grant => grant.Actions.Any(action => action.StartsWith("secretsmanager:", StringComparison.Ordinal)))
        .SelectMany(grant => grant.Resources)
        .Any(pattern => Matches(pattern, $"arn:aws:secretsmanager:us-east-1:123456789012:secret:{secret.Name}-AbC123"));

    /// <summary>As IAM matches: * any characters, ? one.</summary>
    private static bool Matches(string pattern, string arn) =>
        Regex.IsMatch(arn, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$");
}
