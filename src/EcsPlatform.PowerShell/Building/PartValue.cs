using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>Values of rows, tables and parameters as a key of the definition holds them. What fits nowhere is left as it is, so that the reader says what is wrong.</summary>
internal static class PartValue
{
    private static readonly char[] Separators = [';', '|'];

    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, (string Key, Type Type)>> Keys = new();

    /// <summary>The value for a key of a type: text of a cell read as what the type holds, one item as a list, a table with the definition's spelling of its keys.</summary>
    public static object Of(object value, Type type) => Bare(value) switch
    {
        string text => OfText(text, type),
        IDictionary table when IsPart(type) => Table(table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key])), type),
        PSObject row when IsPart(type) => Table(row.Properties.Select(property => (property.Name, (object?)property.Value)), type),
        IEnumerable list and not IDictionary when ItemOf(type) is { } item => list.Cast<object?>().Select(each => each is null ? null : Of(each, item)).ToArray(),
        { } single when ItemOf(type) is { } item => new[] { Of(single, item) },
        { } other => other,
    };

    /// <summary>The keys of a part of the definition, upper and lower case alike, with what they hold.</summary>
    public static IReadOnlyDictionary<string, (string Key, Type Type)> KeysOf(Type part) => Keys.GetOrAdd(part, static type => type.GetProperties()
        .Where(property => property.CanWrite)
        .ToDictionary(property => property.Name, property => (JsonNamingPolicy.CamelCase.ConvertName(property.Name), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType), StringComparer.OrdinalIgnoreCase));

    private static object Bare(object value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static bool IsPart(Type type) => type.IsClass && type.Namespace == typeof(MicroserviceDefinition).Namespace;

    private static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static Hashtable Table(IEnumerable<(string Key, object? Value)> entries, Type type)
    {
        var table = new Hashtable(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            var (name, holds) = KeysOf(type).TryGetValue(key, out var known) ? known : (key, typeof(object));
            table[name] = value is null ? null : Of(value, holds);
        }

        return table;
    }

    private static object OfText(string text, Type type) => type switch
    {
        _ when type == typeof(int) && int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when type == typeof(double) && double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ when type == typeof(bool) && bool.TryParse(text.Trim(), out var truth) => truth,
        _ when type.IsEnum => Spelled.Or(text, type),
        _ when ItemOf(type) is { } item => Split(text).Select(each => OfText(each, item)).ToArray(),
        _ when type == typeof(IReadOnlyDictionary<string, string>) => Pairs(text),
        _ => text,
    };

    /// <summary>The items of a list that a cell holds.</summary>
    public static string[] Split(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

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
}
