namespace EcsPlatform.Core.Definition.Reading;

/// <summary>Keys that people try and that get an answer of their own instead of "unknown key".</summary>
internal static class RefusedKeys
{
    private static readonly (Type Part, string Key, string Message)[] All =
    [
        (typeof(SecretDefinition), "value", "secret.inline"),
        (typeof(SecretDefinition), "secretString", "secret.inline"),
        (typeof(SecretDefinition), "password", "secret.inline"),
        (typeof(ClusterDefinition), "instanceType", "cluster.instances"),
        (typeof(LoadBalancerDefinition), "deletionProtection", "platform.protection"),
        (typeof(MicroserviceDefinition), "assignPublicIp", "service.public-address"),
        (typeof(MicroserviceDefinition), "privileged", "service.privileged"),
    ];

    /// <summary>The id of the answer; null for a key that nobody thought of.</summary>
    public static string? Find(Type part, string key) =>
        All.FirstOrDefault(refused => refused.Part == part && refused.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Message;
}
