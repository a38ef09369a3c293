using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECS.Model;
using Amazon.SecretsManager.Model;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox.Services;
using EcsPlatform.Sandbox.Services.Ecs;
using EcsPlatform.Sandbox.Services.Lambda;
using EcsPlatform.Sandbox.Services.PrivateCa;
using SigningKey = EcsPlatform.Core.Definition.SigningKey;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>What our rotation functions do beyond what the sandbox's own rotation does, by the permissions of their roles: issue certificates, start new tasks. That the real ones do so, the tests in Node.js say.</summary>
internal static class RehearsedFunctions
{
    public static void In(SandboxedPlatform platform) =>
        platform.Account.Functions.Register(function => function.FunctionName.StartsWith("rotation-", StringComparison.Ordinal), Step);

    private static JsonNode? Step(LambdaInvocation invocation)
    {
        var step = invocation.Payload!["Step"]!.ToString();
        if (invocation.Function.Environment?.Variables?.GetValueOrDefault("CERTIFICATE_AUTHORITY_ARN") is { } authority && step == "createSecret")
        {
            Issue(invocation, authority, int.Parse(invocation.Function.Environment.Variables["CERTIFICATE_DAYS"], System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (step == "createSecret" && Renewed(invocation, RotationTags.Read(TagsOf(invocation))) is { } text)
        {
            invocation.MustBeAllowed("secretsmanager:PutSecretValue", Asked(invocation, "SecretId"));
            Put(invocation, text);
        }

        Sandbox.Services.Lambda.RotationFunction.Run(invocation);
        if (step == "finishSecret")
        {
            Restart(invocation);
        }

        return null;
    }

    private static void Issue(LambdaInvocation invocation, string authority, int days)
    {
        invocation.MustBeAllowed("acm-pca:IssueCertificate", authority);
        invocation.MustBeAllowed("acm-pca:GetCertificate", authority);
        var names = RotationTags.Read(TagsOf(invocation))["names"].Split('/');
        var pca = invocation.Region.Get<PrivateCaService>();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        Array.ForEach(names, alternatives.AddDnsName);
        request.CertificateExtensions.Add(alternatives.Build());
        var issued = pca.Issue(authority, request.CreateSigningRequestPem(), TimeSpan.FromDays(days)) ?? throw new LambdaFailureException("InvalidStateException", "The authority is not active.");
        Put(invocation, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["certificate"] = issued.Pem,
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["chain"] = PrivateCaService.ChainBelow(pca.FindAuthority(authority)!),
        }));
    }

    /// <summary>A new signing key, or JSON with one key of it new; null for what the sandbox renews itself.</summary>
    private static string? Renewed(LambdaInvocation invocation, IReadOnlyDictionary<string, string> words)
    {
        if (words.GetValueOrDefault("signing") is { } algorithm)
        {
            return SigningKeys.Generate(new SigningKey { Algorithm = Enum.Parse<SigningAlgorithm>(algorithm) }).Reveal();
        }

        if (words.GetValueOrDefault("key") is not { } key)
        {
            return null;
        }

        invocation.MustBeAllowed("secretsmanager:GetSecretValue", Asked(invocation, "SecretId"));
        var json = JsonNode.Parse(invocation.Region.Get<SecretsManagerService>().FindSecret(Asked(invocation, "SecretId"))!.At("AWSCURRENT")!.Value.Value.Text!)!;
        json[key] = invocation.Region.Ids.Alphanumeric(32);
        return json.ToJsonString();
    }

    private static void Put(LambdaInvocation invocation, string text)
    {
        var secrets = invocation.Region.Get<SecretsManagerService>();
        secrets.PutPending(secrets.FindSecret(Asked(invocation, "SecretId"))!, Asked(invocation, "ClientRequestToken"), text);
    }

    private static string Asked(LambdaInvocation invocation, string name) => invocation.Payload![name]!.ToString();

    private static void Restart(LambdaInvocation invocation)
    {
        var cluster = invocation.Function.Environment.Variables["CLUSTER"];
        foreach (var service in RotationTags.ServicesIn(TagsOf(invocation)))
        {
            invocation.MustBeAllowed("ecs:UpdateService", invocation.Region.Arn("ecs", $"service/{cluster}/{service}"));
            invocation.Region.Get<EcsService>().Handler("UpdateService")!(new UpdateServiceRequest { Cluster = cluster, Service = service, ForceNewDeployment = true }, null!);
        }
    }

    private static IReadOnlyDictionary<string, string> TagsOf(LambdaInvocation invocation)
    {
        var secret = (DescribeSecretResponse)invocation.Region.Get<SecretsManagerService>().Handler("DescribeSecret")!(new DescribeSecretRequest { SecretId = invocation.Payload!["SecretId"]!.ToString() }, null!);
        return SecretListing.TagsOf(new SecretListEntry { Tags = secret.Tags });
    }
}
