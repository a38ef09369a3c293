using System.Security.Cryptography;
using System.Text;

namespace EcsPlatform.Core.Definition.Naming;

/// <summary>The names of everything that a platform builds: <c>{type}-{service}-{suffix}</c> and, for what is shared, <c>{type}-{platform}-{suffix}</c>.</summary>
/// <remarks>
/// A name beyond its API's limit loses the end of its middle part and gets six characters of the whole name's hash instead:
/// the same every time, unique, type and suffix still to be read. Two platforms with one suffix must not have a service of one name.
/// </remarks>
/// <param name="platform">The platform's name.</param>
/// <param name="suffix">The environment suffix.</param>
public sealed class PlatformNames(string platform, string suffix)
{
    private const int HashLength = 6;
    private const string HashAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The names of a definition's platform.</summary>
    public static PlatformNames For(PlatformDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new PlatformNames(definition.Name, definition.EnvironmentSuffix);
    }

    /// <summary>The platform's name.</summary>
    public string Platform { get; } = platform;

    /// <summary>The environment suffix.</summary>
    public string Suffix { get; } = suffix;

    /// <summary>The name of what a service owns: <c>tg-payment-api-dev</c>.</summary>
    public string ForService(ResourceType type, string service) => Fit(type, service);

    /// <summary>The service that owns something, by its name: the opposite of <see cref="ForService"/>. A name that was shortened, or is none of ours, comes back as it is.</summary>
    public string ServiceOf(ResourceType type, string name)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(name);
        var (begin, end) = ($"{type.ShortName}-", $"-{Suffix}");
        var service = name.Length > begin.Length + end.Length && name.StartsWith(begin, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)
            ? name[begin.Length..^end.Length]
            : name;
        return ForService(type, service) == name ? service : name;
    }

    /// <summary>The name of what is shared: <c>vpc-payments-dev</c>; with a part where there are several: <c>subnet-payments-private-a-dev</c>.</summary>
    public string Shared(ResourceType type, string? part = null) => Fit(type, part is null ? Platform : $"{Platform}-{part}");

    /// <summary>The name of a secret: <c>secret-database-dev</c>.</summary>
    public string Secret(string name) => Fit(ResourceType.Secret, name);

    /// <summary>The name of a service's log group: <c>/ecs/payments-dev/payment-api</c>.</summary>
    public string LogGroup(string service) => $"{ResourceType.LogGroup.ShortName}/{Platform}-{Suffix}/{service}";

    /// <summary>The name of Service Connect's namespace: <c>payments-dev</c>.</summary>
    public string Namespace => $"{Platform}-{Suffix}";

    /// <summary>What all the platform's log groups begin with: <c>/ecs/payments-dev/</c>.</summary>
    public string LogGroupPrefix => LogGroup("");

    private string Fit(ResourceType type, string middle)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = $"{type.ShortName}-{middle}-{Suffix}";
        if (name.Length <= type.Limit)
            return name;
        var room = type.Limit - type.ShortName.Length - Suffix.Length - HashLength - 3;
        ArgumentOutOfRangeException.ThrowIfLessThan(room, 1, nameof(middle));
        return $"{type.ShortName}-{middle[..room].TrimEnd('-')}-{Hash(name)}-{Suffix}";
    }

    private static string Hash(string text) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(HashLength).Select(value => HashAlphabet[value % HashAlphabet.Length]));
}
