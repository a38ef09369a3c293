using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>Who can read which secret, by evaluating every role's policies against every secret.</summary>
public sealed class SecretAccessTests
{
    private const string Read = "secretsmanager:GetSecretValue";

    public static TheoryData<string> Definitions => [.. EverythingOn.Names];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void A_services_roles_cannot_read_another_services_secrets(string name)
    {
        var generated = GeneratedPolicies.Of(EverythingOn.Read(name));
        var tooMuch =
            from role in generated.Resources.OfType<RoleResource>()
            where role.Service is not null
            from secret in SecretsOf(generated)
            where MayRead(generated, role, secret.Arn) && !Injects(generated, role, secret)
            select $"{role.LogicalId} reads {secret.Name}";

        tooMuch.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void An_execution_role_reads_what_its_service_injects(string name)
    {
        var generated = GeneratedPolicies.Of(EverythingOn.Read(name));
        var missing =
            from role in generated.Resources.OfType<RoleResource>()
            from secret in SecretsOf(generated)
            where Injects(generated, role, secret) && !MayRead(generated, role, secret.Arn)
            select $"{role.LogicalId} cannot read {secret.Name}";

        missing.ShouldBeEmpty();
        if (generated.Definition.Secrets.Count > 0)
        {
            SecretsOf(generated).ShouldContain(secret => generated.Resources.OfType<RoleResource>().Any(role => MayRead(generated, role, secret.Arn)));
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Shared_roles_read_only_secrets_that_rotate_and_administrators_of_those(string name)
    {
        var generated = GeneratedPolicies.Of(EverythingOn.Read(name));
        var rotating = generated.Definition.Secrets.Where(secret => secret.Rotation is not null).ToList();
        var readable = rotating.Select(secret => secret.Name).Concat(rotating.Select(secret => secret.Rotation!.AdminSecret).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var tooMuch =
            from role in generated.Resources.OfType<RoleResource>()
            where role.Service is null
            from secret in SecretsOf(generated)
            // A secret of a service is not in the definition: the mesh's certificate, which rotates always.
            where MayRead(generated, role, secret.Arn) && secret.Service is null && !readable.Contains(secret.Name)
            select $"{role.LogicalId} reads {secret.Name}";

        tooMuch.ShouldBeEmpty();
    }

    /// <summary>A secret, with an ARN as Secrets Manager makes them.</summary>
    private sealed record KnownSecret(string Name, string? Service, string Arn);

    private static IEnumerable<KnownSecret> SecretsOf(GeneratedPolicies generated) =>
    [
        .. generated.Resources.OfType<SecretResource>().Select(secret =>
            new KnownSecret(secret.Key, secret.Service, $"arn:aws:secretsmanager:{generated.Definition.Region}:{GeneratedPolicies.AccountId}:secret:{secret.Name}-AbC123")),
        .. generated.Definition.Secrets.Where(secret => secret.Existing is not null).Select(secret => new KnownSecret(secret.Name, null, secret.Existing!)),
        new KnownSecret("somebody else's", null, $"arn:aws:secretsmanager:{generated.Definition.Region}:{GeneratedPolicies.AccountId}:secret:other-AbC123"),
    ];

    private static bool Injects(GeneratedPolicies generated, RoleResource role, KnownSecret secret) =>
        role.Service is { } name && role.Key == $"{name}-execution"
        && (secret.Service == name || generated.Definition.Services.First(service => service.Name == name).Secrets.Values.Any(reference => SecretReference.Parse(reference).Secret == secret.Name));

    private static bool MayRead(GeneratedPolicies generated, Resource role, string arn) => PolicyStatementText.MayAllow(
        generated.Policies.Where(policy => policy.Owner == role && policy.Use == PolicyUse.Identity).SelectMany(policy => policy.Statements), Read, arn);
}
