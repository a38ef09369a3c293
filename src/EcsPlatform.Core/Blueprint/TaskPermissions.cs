using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.Ecr;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Kms;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.SecretsManager;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What tasks may do: just what they need, on just the resources they need it on.</summary>
internal static class TaskPermissions
{
    /// <summary>The execution role: pull this image, write to this log group, read these secrets.</summary>
    public static Func<Resolution, IReadOnlyList<PolicyGrant>> OfExecution(
        MicroserviceDefinition service,
        ImageReference image,
        RepositoryResource? repository,
        LogGroupResource logs,
        IReadOnlyDictionary<string, (SecretResource? Ours, string? Arn)> secrets,
        KeyResource? secretsKey,
        EnvoySidecar? envoy = null) => resolution =>
        {
            var grants = new List<PolicyGrant>
            {
                // GetAuthorizationToken has no resource level (Service Authorization Reference, Amazon ECR).
                new(["ecr:GetAuthorizationToken"], ["*"]),
                new(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], [RepositoryArn(image, repository, resolution), .. EnvoyRepositoryArn(envoy, resolution)]),
                new(["logs:CreateLogStream", "logs:PutLogEvents"], [resolution.Arn("logs", $"log-group:{logs.Name}:*")]),
            };
            string[] read = [.. secrets.Values.Select(secret => SecretArn(secret, resolution)), .. envoy?.Certificate is { } certificate ? [SecretArn(certificate, resolution)] : Array.Empty<string>()];
            if (read.Length > 0)
            {
                grants.Add(new(["secretsmanager:GetSecretValue"], read));
            }

            if (secretsKey is not null)
            {
                grants.Add(KeyGrants.ForSecrets(secretsKey, resolution, ["kms:Decrypt"]));
            }

            return grants;
        };

    /// <summary>The task role: the policies that the definition gives the service, what ECS Exec needs if it is on, and the data key.</summary>
    public static Func<Resolution, IReadOnlyList<PolicyGrant>> OfTask(PlatformDefinition definition, MicroserviceDefinition service, KeyResource? dataKey, EnvoySidecar? envoy = null)
    {
        var grants = service.Policies
            .SelectMany(name => definition.Policies.First(policy => policy.Name == name).Statements)
            .Select(statement => new PolicyGrant(statement.Actions, statement.Resources))
            .ToList();
        if (service.ExecuteCommand)
        {
            // The message channels have no resource level (Service Authorization Reference, Session Manager Message Gateway Service).
            grants.Add(new(["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], ["*"]));
        }

        return resolution =>
        [
            .. grants,
            .. dataKey is null ? Array.Empty<PolicyGrant>() : [KeyGrants.ForData(dataKey, resolution)],

            // A proxy gets the configuration of its own node and of no other (App Mesh user guide, "Envoy Proxy authorization").
            .. envoy is null ? Array.Empty<PolicyGrant>() : [new(["appmesh:StreamAggregatedResources"], [VirtualNodeKind.Arn(envoy.Node, resolution)])],
        ];
    }

    private static string RepositoryArn(ImageReference image, RepositoryResource? repository, Resolution resolution) => repository is not null
        ? resolution.Arn("ecr", $"repository/{repository.Name}")
        : $"arn:{resolution.Partition}:ecr:{image.Region}:{image.AccountId}:repository/{image.RepositoryName}";

    /// <summary>Secrets Manager puts six characters of its own behind the name.</summary>
    private static string SecretArn((SecretResource? Ours, string? Arn) secret, Resolution resolution) =>
        secret.Ours is { } ours ? SecretArn(ours, resolution) : secret.Arn!;

    private static string SecretArn(Resource secret, Resolution resolution) => resolution.Arn("secretsmanager", $"secret:{secret.Name}-??????");

    private static IEnumerable<string> EnvoyRepositoryArn(EnvoySidecar? envoy, Resolution resolution)
    {
        if (envoy is not null && ImageReference.TryParse(envoy.Image, out var image))
        {
            yield return RepositoryArn(image, null, resolution);
        }
    }
}
