using System.Collections;
using System.Globalization;
using System.Management.Automation;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>A service's keys as the definition file writes them, gathered from parameters, hashtables, objects and rows of text.</summary>
internal sealed class ServiceTable
{
    private const string Invalid = "MicroserviceInvalid";

    private static readonly char[] Separators = [';', '|'];

    // What rows and parameters call it, and where the definition has it.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ServiceName"] = "name",
        ["Path"] = "route.paths",
        ["Paths"] = "route.paths",
        ["HostName"] = "route.hosts",
        ["Hosts"] = "route.hosts",
        ["Priority"] = "route.priority",
        ["HealthCheckPath"] = "targetHealth.path",
        ["HealthCheckIntervalSeconds"] = "targetHealth.intervalSeconds",
        ["Secret"] = "secrets",
        ["Policy"] = "policies",
        ["Call"] = "calls",
        ["CapacityProvider"] = "capacityProviderStrategy",
        ["MeshProtocol"] = "mesh.protocol",
        ["MeshTimeout"] = "mesh.requestTimeoutSeconds",
        ["MeshTimeoutSeconds"] = "mesh.requestTimeoutSeconds",
        ["MeshIdleTimeoutSeconds"] = "mesh.idleTimeoutSeconds",
        ["MeshRetry"] = "mesh.retry",
        ["ConnectionPool"] = "mesh.connectionPool",
        ["OutlierDetection"] = "mesh.outlierDetection",
    };

    private static readonly Dictionary<string, (string Key, Type Type)> Keys = typeof(MicroserviceDefinition).GetProperties()
        .Where(property => property.CanWrite)
        .ToDictionary(property => property.Name, property => (char.ToLowerInvariant(property.Name[0]) + property.Name[1..], Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly List<string> _unknown = [];

    /// <summary>The keys with their values, as the definition nests them.</summary>
    public IDictionary Values => _values;

    /// <summary>Keys that no service has.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>What an object from the pipeline says of a service. Parts of a platform, as other cmdlets put them out, say at most its name.</summary>
    /// <exception cref="PlatformException">A hashtable has a key that no service has: somebody's slip.</exception>
    public static ServiceTable Of(object? input)
    {
        var bare = (input as PSObject)?.BaseObject ?? input;
        var table = new ServiceTable();
        foreach (var (key, value) in Read(bare, input))
        {
            table.Set(key, value);
        }

        return bare is IDictionary && table.Unknown.Count > 0
            ? throw new PlatformException(
                Invalid,
                $"{table.Name ?? "A service"}: no service has the key {string.Join(", ", table.Unknown)}.",
                "Use the keys of the definition file, or the names of the parameters of New-FargateMicroservice.",
                [])
            : table;
    }

    /// <summary>Whether a parameter says something of a service.</summary>
    public static bool Knows(string name) => Aliases.ContainsKey(name) || Keys.ContainsKey(name);

    /// <summary>The service's name.</summary>
    /// <exception cref="PlatformException">It has none.</exception>
    public string NameOrThrow() => Name is { Length: > 0 } name ? name : throw new PlatformException(Invalid, "A service has no name.", "Give -Name, or a key or column 'Name'.", []);

    /// <summary>Takes a key out.</summary>
    public object? Take(string key)
    {
        _values.Remove(key, out var value);
        return value;
    }

    /// <summary>Sets a key, or one within another ("route.paths"); null and empty text set nothing.</summary>
    public void Set(string name, object? value)
    {
        var bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (bare is null or "" || typeof(IPlatformPart).GetProperty(name) is not null)
        {
            return;
        }

        var path = Aliases.GetValueOrDefault(name) ?? (Keys.TryGetValue(name, out var known) ? known.Key : null);
        if (path is null)
        {
            _unknown.Add(name);
            return;
        }

        var parts = path.Split('.');
        var type = Keys[parts[0]].Type;
        if (parts.Length == 1)
        {
            _values[path] = path == "capacityProviderStrategy" ? Strategy(bare) : bare is string text && path != "name" ? Read(text, type) : IsList(type) && bare is not IList ? new[] { bare } : bare;
            return;
        }

        var inner = (_values.GetValueOrDefault(parts[0]) as Hashtable)?.Clone() as Hashtable ?? []; // a table of the caller's stays as it is
        inner[parts[1]] = Inner(parts[1], bare);
        _values[parts[0]] = inner;
    }

    private string? Name => _values.GetValueOrDefault("name") as string;

    private static IEnumerable<(string Key, object? Value)> Read(object? bare, object? input) => bare switch
    {
        null => [],
        MicroserviceInfo service => [("name", service.Name)],
        MicroserviceRunInfo service => [("name", service.Name)],
        IPlatformPart => [],
        IDictionary table => table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key])),
        _ => PSObject.AsPSObject(input!).Properties.Select(property => (property.Name, (object?)property.Value)),
    };

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static object? Inner(string key, object value) => key switch
    {
        "paths" or "hosts" => value is string text ? Split(text) : value,
        "priority" or "intervalSeconds" or "requestTimeoutSeconds" or "idleTimeoutSeconds" when value is string text => Read(text, typeof(int)),
        _ => value,
    };

    /// <summary>What text in a cell means where the key holds something else; left as it is where it means nothing, so that the reader says what is wrong.</summary>
    private static object Read(string text, Type type) => type switch
    {
        _ when type == typeof(int) && int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when type == typeof(bool) && bool.TryParse(text.Trim(), out var truth) => truth,
        _ when IsList(type) => Split(text),
        _ when type == typeof(IReadOnlyDictionary<string, string>) => Pairs(text),
        _ => text,
    };

    private static string[] Split(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Hashtable Pairs(string text)
    {
        var pairs = new Hashtable(StringComparer.Ordinal);
        foreach (var pair in Split(text))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            pairs[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : pair[(equals + 1)..];
        }

        return pairs;
    }

    // "FARGATE_SPOT" stands for a strategy that has no other; the whole form is a table with provider, base and weight.
    private static object Strategy(object value) => (value is string text ? Split(text) : value is IEnumerable list and not IDictionary ? list.Cast<object>() : [value])
        .Select(item => item is string provider ? new Hashtable { ["provider"] = provider.ToUpperInvariant() } : item)
        .ToArray();
}
