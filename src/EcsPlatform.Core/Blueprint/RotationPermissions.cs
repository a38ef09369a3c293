using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What a rotation function may do: give new values to its own secrets, restart the services that read them, write its log.</summary>
internal static class RotationPermissions
{
    public static Func<Resolution, IReadOnlyList<PolicyGrant>> Of(BlueprintContext context, IReadOnlyList<WantedRotation> rotations, LogGroupResource logs, bool inVpc) => resolution =>
    {
        var grants = new List<PolicyGrant>
        {
            new(["logs:CreateLogStream", "logs:PutLogEvents"], [resolution.Arn("logs", $"log-group:{logs.Name}:*")]),
            new(
                ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
                [.. rotations.Select(rotation => SecretArn((rotation.Secret, null), resolution))]),
        };
        if (rotations.Select(rotation => rotation.Admin).OfType<(SecretResource? Ours, string? Arn)>().Distinct().ToList() is { Count: > 0 } admins)
        {
            grants.Add(new(["secretsmanager:GetSecretValue"], [.. admins.Select(admin => SecretArn(admin, resolution))]));
        }

        if (context.Keys.Secrets is { } key)
        {
            grants.Add(KeyGrants.ForSecrets(key, resolution, ["kms:Decrypt", "kms:GenerateDataKey"]));
        }

        if (rotations.SelectMany(rotation => rotation.Restarts).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } services)
        {
            var cluster = context.Names.Shared(ResourceType.Cluster);
            grants.Add(new(["ecs:UpdateService"], [.. services.Select(service => resolution.Arn("ecs", $"service/{cluster}/{context.Names.ForService(ResourceType.Service, service)}"))]));
        }

        if (rotations[0].Function == RotationFunction.Certificate && context.Authority is { } authority)
        {
            grants.Add(new(["acm-pca:GetCertificate", "acm-pca:IssueCertificate"], [authority.ArnIn(resolution)]));
        }

        if (inVpc)
        {
            // Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC": Lambda makes the interfaces by this role, and asks for every resource.
            grants.Add(new(
                ["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses"],
                ["*"]));
        }

        return grants;
    };

    /// <summary>Secrets Manager puts six characters of its own behind the name.</summary>
    private static string SecretArn((SecretResource? Ours, string? Arn) secret, Resolution resolution) =>
        secret.Ours is { } ours ? resolution.Arn("secretsmanager", $"secret:{ours.Name}-??????") : secret.Arn!;
}
