using System.Globalization;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Ec2;
using EcsPlatform.Core.Resources.Iam;
using EcsPlatform.Core.Resources.Lambda;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Blueprint;

/// <summary>A secret that is to get a new value every so many days.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Days">Days between rotations.</param>
/// <param name="Function">Which of our functions; null for somebody else's.</param>
internal sealed record WantedRotation(SecretResource Secret, int Days, RotationFunction? Function)
{
    /// <summary>The ARN of somebody else's function.</summary>
    public string? FunctionArn { get; init; }

    /// <summary>Runs our function inside the VPC.</summary>
    public bool InVpc { get; init; }

    /// <summary>The secret with the administrator's credentials.</summary>
    public (SecretResource? Ours, string? Arn)? Admin { get; init; }

    /// <summary>The microservices that start new tasks once a new value counts.</summary>
    public IReadOnlyList<string> Restarts { get; init; } = [];
}

/// <summary>Rotations, and one function for each way to rotate, with a role, a log group and, in the VPC, a security group of its own.</summary>
internal static class RotationBlueprint
{
    private const int LogRetentionDays = 30;
    private const int PostgreSqlPort = 5432;

    public static IReadOnlyList<IResourceKind> Kinds => [FunctionKind.Instance, SecretRotationKind.Instance];

    public static void Add(BlueprintContext context, NetworkParts? network)
    {
        // A function in the VPC comes when the network is there.
        var wanted = context.Rotations.Where(rotation => !rotation.InVpc || network is not null).ToList();
        var functions = wanted
            .Where(rotation => rotation.Function is not null)
            .GroupBy(rotation => FunctionListing.KeyOf(rotation.Function!.Value, rotation.InVpc), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => AddFunction(context, network, group.Key, [.. group]), StringComparer.Ordinal);
        foreach (var rotation in wanted)
        {
            context.Add(new SecretRotationResource
            {
                Key = rotation.Secret.Key,
                Name = rotation.Secret.Name,
                Service = rotation.Secret.Service,
                Secret = rotation.Secret,
                Function = rotation.Function is { } function ? functions[FunctionListing.KeyOf(function, rotation.InVpc)] : null,
                FunctionArn = rotation.FunctionArn,
                Days = rotation.Days,
            });
        }
    }

    private static FunctionResource AddFunction(BlueprintContext context, NetworkParts? network, string key, IReadOnlyList<WantedRotation> rotations)
    {
        var function = rotations[0].Function!.Value;
        var logs = context.Add(new LogGroupResource
        {
            Key = $"rotation/{key}",
            Name = context.Names.LogGroup($"rotation/{key}"), // no service's name has a slash
            Tags = context.Definition.Tags,
            RetentionDays = LogRetentionDays,
            EncryptionKey = context.Keys.Logs,
        });
        var inVpc = rotations[0].InVpc ? AddGroup(context, network!, key, function) : default((SecurityGroupResource Group, SecurityGroupRulesResource Rules)?);
        var authority = function == RotationFunction.Certificate ? context.Authority : null;
        var role = context.Add(new RoleResource
        {
            Key = $"rotation/{key}",
            Name = context.Names.Shared(ResourceType.RotationRole, key),
            Tags = context.Definition.Tags,
            Description = $"{context.Definition.Name}: what the rotation function {key} may do",
            Trust = RoleTrust.Lambda,
            Grants = RotationPermissions.Of(context, rotations, logs, inVpc is not null),
            GrantedOn = [.. new Resource?[] { context.Keys.Secrets, authority?.Ours }.OfType<Resource>()],
        });
        return context.Add(new FunctionResource
        {
            Key = key,
            Name = context.Names.Shared(ResourceType.RotationFunction, key),
            Tags = context.Definition.Tags,
            Description = $"Rotates secrets of {context.Definition.Name} {context.Definition.EnvironmentSuffix}",
            Package = RotationPackage.Of(function),
            Role = role,
            LogGroup = logs,
            Environment = resolution => EnvironmentOf(context, function, resolution),
            Subnets = inVpc is null ? [] : network!.PrivateSubnets,
            SecurityGroup = inVpc?.Group,
            Prerequisites = [.. inVpc is { } vpc ? [vpc.Rules, .. network!.PrivateRouteTables] : Array.Empty<Resource>(), .. authority?.Ours is { } ours ? [ours] : Array.Empty<Resource>()],
        });
    }

    /// <summary>What Rotation/README.md says that a function is told by its environment.</summary>
    private static Dictionary<string, string> EnvironmentOf(BlueprintContext context, RotationFunction function, Resolution resolution)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["CLUSTER"] = context.Names.Shared(ResourceType.Cluster) };
        if (function == RotationFunction.PostgreSql)
        {
            environment["NODE_EXTRA_CA_CERTS"] = "/var/runtime/ca-cert.pem";
        }

        if (function == RotationFunction.Certificate && context.Authority is { } authority)
        {
            environment["CERTIFICATE_AUTHORITY_ARN"] = authority.ArnIn(resolution);
            environment["CERTIFICATE_DAYS"] = context.Definition.Mesh!.Tls!.CertificateDays.ToString(CultureInfo.InvariantCulture);
        }

        return environment;
    }

    /// <summary>Nobody calls a function over the network; it reaches AWS's APIs and, for PostgreSQL, databases of the VPC.</summary>
    private static (SecurityGroupResource Group, SecurityGroupRulesResource Rules) AddGroup(BlueprintContext context, NetworkParts network, string key, RotationFunction function)
    {
        var group = context.Add(new SecurityGroupResource
        {
            Key = $"rotation/{key}",
            Name = context.Names.Shared(ResourceType.SecurityGroup, $"rotation-{key}"),
            Tags = context.Definition.Tags,
            Vpc = network.Vpc,
            Description = $"Rotation function {key}",
        });
        var egress = new List<SecurityGroupRule> { new(443, "Secrets Manager and other HTTPS APIs") { Cidr = "0.0.0.0/0" } };
        if (function == RotationFunction.PostgreSql)
        {
            egress.Add(new SecurityGroupRule(PostgreSqlPort, "Databases of the VPC") { Cidr = context.Definition.Network.Cidr });
        }

        var rules = context.Add(new SecurityGroupRulesResource { Key = group.Key, Name = group.Name, Group = group, Ingress = [], Egress = egress });
        return (group, rules);
    }
}
