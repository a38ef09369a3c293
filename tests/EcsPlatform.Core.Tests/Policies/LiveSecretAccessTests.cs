using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Tests.Deployments;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>
/// Who can read which secret of a platform that stands: IAM's simulator is asked for each service's roles, and Secrets Manager through a
/// session of each. What a service gets is what its live task definition injects.
/// </summary>
public sealed class LiveSecretAccessTests
{
    private const string Read = "secretsmanager:GetSecretValue";

    [Theory]
    [InlineData("everything, no mesh")]
    [InlineData("everything, Service Connect")]
    [InlineData("everything, App Mesh")]
    public void A_service_reads_what_it_injects_and_nothing_else(string name)
    {
        var platform = Stand(name);
        var secrets = Secrets(platform);
        secrets.Count.ShouldBeGreaterThan(5);

        Wrong(platform, secrets, Simulated).ShouldBeEmpty();
        Wrong(platform, secrets, Tried).ShouldBeEmpty();
    }

    [Fact]
    public void A_role_that_somebody_widened_is_found()
    {
        var platform = Stand("everything, no mesh");
        var secrets = Secrets(platform);
        var clock = platform.Scope.Names.ForService(ResourceType.ExecutionRole, "clock");
        platform.ByHand(aws => aws.IdentityManagement.PutRolePolicyAsync(new()
        {
            RoleName = clock,
            PolicyName = "by-hand",
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"secretsmanager:*","Resource":"*"},{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}]}""",
        }));

        Wrong(platform, secrets, Simulated).Count.ShouldBe(secrets.Count - 1);
        Wrong(platform, secrets, Tried).ShouldAllBe(wrong => wrong.StartsWith($"{clock} reads "));
    }

    [Fact]
    public void A_role_that_somebody_narrowed_is_found()
    {
        var platform = Stand("everything, no mesh");
        var secrets = Secrets(platform);
        var worker = platform.Scope.Names.ForService(ResourceType.ExecutionRole, "worker");
        var database = Injected(platform, "worker").Find(arn => !arn.Contains("theirs", StringComparison.Ordinal))!;
        platform.ByHand(aws => aws.IdentityManagement.PutRolePolicyAsync(new()
        {
            RoleName = worker,
            PolicyName = "by-hand",
            PolicyDocument = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"{{Read}}","Resource":"{{database}}"}]}""",
        }));

        Wrong(platform, secrets, Simulated).ShouldBe([$"{worker} does not read {database}"]);
        Wrong(platform, secrets, Tried).ShouldBe([$"{worker} does not read {database}"]);
    }

    /// <summary>A platform with secrets of every kind beside others of the account.</summary>
    private static SandboxedPlatform Stand(string name)
    {
        var definition = EverythingOn.Read(name);
        var platform = new SandboxedPlatform(definition);
        platform.Definition = definition with
        {
            Secrets = [.. definition.Secrets.Select(secret => secret.Existing is null ? secret : secret with { Existing = Secret(platform, secret.Name) })],
        };
        Secret(platform, "other");
        ShiftingPlatforms.Function(platform, "check", "SUCCEEDED");
        platform.Up().Failures.ShouldBeEmpty();
        return platform;
    }

    private static string Secret(SandboxedPlatform platform, string name) =>
        platform.ByHand(aws => aws.SecretsManager.CreateSecretAsync(new() { Name = name, SecretString = "theirs" })).ARN;

    /// <summary>Every secret of the account, but those that ECS keeps for itself.</summary>
    private static List<string> Secrets(SandboxedPlatform platform) =>
        [.. platform.ByHand(aws => aws.SecretsManager.ListSecretsAsync(new())).SecretList.Where(secret => secret.OwningService is null).Select(secret => secret.ARN)];

    private static List<string> Wrong(SandboxedPlatform platform, List<string> secrets, Func<SandboxedPlatform, string, List<string>, List<string>> readable)
    {
        var wrong = new List<string>();
        foreach (var service in platform.Definition.Services)
        {
            var injected = Injected(platform, service.Name);
            foreach (var (type, wanted) in new (ResourceType, List<string>)[] { (ResourceType.ExecutionRole, injected), (ResourceType.TaskRole, []) })
            {
                var role = platform.Scope.Names.ForService(type, service.Name);
                var read = readable(platform, role, secrets);
                wrong.AddRange(read.Except(wanted).Select(secret => $"{role} reads {secret}"));
                wrong.AddRange(wanted.Except(read).Select(secret => $"{role} does not read {secret}"));
            }
        }

        return wrong;
    }

    private static List<string> Injected(SandboxedPlatform platform, string service) =>
    [
        .. platform.ByHand(aws => aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = platform.Scope.Names.ForService(ResourceType.TaskFamily, service) }))
            .TaskDefinition.ContainerDefinitions
            .SelectMany(container => container.Secrets ?? [])
            .Select(secret => string.Join(':', secret.ValueFrom.Split(':').Take(7)))
            .Distinct(),
    ];

    private static List<string> Simulated(SandboxedPlatform platform, string role, List<string> secrets) =>
    [
        .. platform.ByHand(aws => aws.IdentityManagement.SimulatePrincipalPolicyAsync(new()
        {
            PolicySourceArn = Arn(platform, role),
            ActionNames = [Read],
            ResourceArns = secrets,
        })).EvaluationResults.Where(result => result.EvalDecision.Value == "allowed").Select(result => result.EvalResourceName),
    ];

    private static List<string> Tried(SandboxedPlatform platform, string role, List<string> secrets)
    {
        var session = platform.ByHand(aws => aws.SecurityToken.AssumeRoleAsync(new() { RoleArn = Arn(platform, role), RoleSessionName = "look" })).Credentials;
        using var own = new AwsClients(new AwsClientOptions
        {
            Credentials = new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            Region = platform.Definition.Region,
            Handler = platform.Account.CreateHandler(),
            IgnoreConfiguredEndpointUrls = true,
            Time = platform.Clock,
        });
        return platform.Clock.Run(async () =>
        {
            var read = new List<string>();
            foreach (var secret in secrets)
            {
                try
                {
                    await own.SecretsManager.GetSecretValueAsync(new() { SecretId = secret });
                    read.Add(secret);
                }
                catch (AmazonServiceException refusal) when (refusal.ErrorCode == "AccessDeniedException")
                {
                    // Refused: what this is about.
                }
            }

            return read;
        });
    }

    private static string Arn(SandboxedPlatform platform, string role) =>
        platform.ByHand(aws => aws.IdentityManagement.GetRoleAsync(new() { RoleName = role })).Role.Arn;
}
