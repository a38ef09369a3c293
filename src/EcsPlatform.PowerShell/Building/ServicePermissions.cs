using System.Collections;
using System.Management.Automation;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>What a service's task role may do: statements, policies with a name, or names of such policies.</summary>
internal static class ServicePermissions
{
    /// <summary>The statements of what -Policy was given.</summary>
    /// <param name="given">Tables with actions and resources, tables with statements, names.</param>
    /// <param name="known">Policies that names refer to.</param>
    /// <exception cref="PlatformException">Something in it is none of these.</exception>
    public static IReadOnlyList<PolicyStatement> Of(object given, IEnumerable<object> known)
    {
        var byName = known.Select(Bare).ToLookup(policy => Text(policy, "name"), StringComparer.Ordinal);
        return [.. List(given).SelectMany(item => Statements(Bare(item), byName)).Select(Statement)];
    }

    private static IEnumerable<object> Statements(object item, ILookup<string, object> known) => item switch
    {
        string name when known.Contains(name) => known[name].SelectMany(policy => List(Get(policy, "statements") ?? policy)),
        string name => throw Refuse($"There is no policy '{name}' among those of -PolicyDefinition."),
        _ => Get(item, "statements") is { } statements ? List(statements) : [item],
    };

    private static PolicyStatement Statement(object statement)
    {
        var bare = Bare(statement);
        return Get(bare, "actions") is { } actions && Get(bare, "resources") is { } resources
            ? new PolicyStatement { Actions = [.. List(actions).Select(Plain)], Resources = [.. List(resources).Select(Plain)], AllowWildcard = Text(bare, "allowWildcard") is { Length: > 0 } reason ? reason : null }
            : throw Refuse("A policy's statement has no actions or no resources.");
    }

    private static PlatformException Refuse(string message) => new(
        "PolicyRefused",
        message,
        "Write @{ actions = 's3:GetObject'; resources = 'arn:aws:s3:::bucket/*' }, or give the named policies with -PolicyDefinition.",
        []);

    private static IEnumerable<object> List(object value) => Bare(value) is IEnumerable list and not string and not IDictionary ? list.Cast<object>() : [value];

    private static object Bare(object value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string Plain(object value) => Bare(value).ToString() ?? "";

    private static string Text(object item, string key) => Get(item, key) is { } value ? Plain(value) : "";

    private static object? Get(object item, string key) => item is IDictionary table
        ? table.Keys.Cast<object>().Where(name => string.Equals(name.ToString(), key, StringComparison.OrdinalIgnoreCase)).Select(name => table[name]).FirstOrDefault()
        : PSObject.AsPSObject(item).Properties[key]?.Value;
}
