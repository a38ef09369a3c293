using System.Collections;
using System.Management.Automation;

namespace EcsPlatform.PowerShell.Building;

/// <summary>A service's keys as the definition file writes them, gathered from parameters, hashtables, objects and rows of text.</summary>
internal sealed class ServiceTable
{
    private const string Invalid = "MicroserviceInvalid";
    private const string CapacityStrategy = "capacityProviderStrategy";

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
    public static bool Knows(string name) => ServiceKey.Find(name) is not null;

    /// <summary>The service's name.</summary>
    /// <exception cref="PlatformException">It has none.</exception>
    public string NameOrThrow() => Name is { Length: > 0 } name ? name : throw new PlatformException(Invalid, "A service has no name.", "Give -Name, or a key or column 'Name'.", []);

    /// <summary>Takes a key out.</summary>
    public object? Take(string key)
    {
        _values.Remove(key, out var value);
        return value;
    }

    /// <summary>Sets what a column, a key or a parameter stands for; null and empty text set nothing.</summary>
    public void Set(string name, object? value)
    {
        var bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (bare is null or "" || typeof(IPlatformPart).GetProperty(name) is not null)
        {
            return;
        }

        if (ServiceKey.Find(name) is not { } key)
        {
            _unknown.Add(name);
            return;
        }

        var set = key.Path is [CapacityStrategy] ? Strategy(bare) : PartValue.Of(bare, key.Type);
        _values[key.Path[0]] = key.Path.Count == 1 ? set : Within(_values.GetValueOrDefault(key.Path[0]), key.Path, 1, set);
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

    /// <summary>A table in which one key, however deep, has a value; what else it says stays.</summary>
    private static Hashtable Within(object? former, IReadOnlyList<string> path, int depth, object value)
    {
        var table = former as Hashtable ?? new Hashtable(StringComparer.Ordinal); // never the caller's own: PartValue has made it
        table[path[depth]] = depth == path.Count - 1 ? value : Within(table[path[depth]], path, depth + 1, value);
        return table;
    }

    // "FARGATE_SPOT" stands for a strategy that has no other; the whole form is a table with provider, base and weight.
    private static object Strategy(object value) => (value is string text ? PartValue.Split(text) : value is IEnumerable list and not IDictionary ? list.Cast<object>() : [value])
        .Select(item => item is string provider ? new Hashtable { ["provider"] = provider.ToUpperInvariant() } : item)
        .ToArray();
}
