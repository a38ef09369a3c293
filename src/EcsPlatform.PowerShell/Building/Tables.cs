using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace EcsPlatform.PowerShell.Building;

/// <summary>Hashtables of text.</summary>
internal static class Tables
{
    public static IReadOnlyDictionary<string, string> AsText(this IDictionary table) => table.Keys.Cast<object>()
        .ToDictionary(Text, key => Text(table[key]), StringComparer.Ordinal);

    private static string Text(object? value) => value switch
    {
        null => "",
        PSObject wrapped => Text(wrapped.BaseObject),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
