using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using EcsPlatform.Core.Definition.Schema;

namespace EcsPlatform.Core.Definition.Validation;

/// <summary>The rules that stand on the records themselves: ranges and patterns of single values.</summary>
internal static class ValueRules
{
    /// <summary>Checks every value of the definition that has such a rule.</summary>
    public static void Check(PlatformDefinition definition, ProblemList problems) => Part(definition, "", problems);

    private static void Part(object part, string path, ProblemList problems)
    {
        var shape = PartShape.Of(part.GetType());
        foreach (var key in shape.Keys)
        {
            // What the shorthand sets goes by the name of the whole: zones, not zones.number.
            var at = key.Property.Name == shape.Shorthand?.Scalar ? path : path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            switch (key.Get(part))
            {
                case null:
                    break;
                case string text:
                    Pattern(key, text, at, problems);
                    break;
                case int or double:
                    Range(key, Convert.ToDouble(key.Get(part), CultureInfo.InvariantCulture), at, problems);
                    break;
                case IEnumerable items when key.Value is { Kind: ValueKind.List, Element.Kind: ValueKind.Part }:
                    var index = 0;
                    foreach (var item in items)
                        Part(item, string.Create(CultureInfo.InvariantCulture, $"{at}[{index++}]"), problems);
                    break;
                case { } inner when key.Value.Kind == ValueKind.Part:
                    Part(inner, at, problems);
                    break;
            }
        }
    }

    private static void Range(KeyShape key, double value, string path, ProblemList problems)
    {
        if (key.Property.GetCustomAttribute<RangeAttribute>() is not { } range)
            return;
        var (least, most) = (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
        if (value < least || value > most)
            problems.Add("value.range", path, path[(path.LastIndexOf('.') + 1)..], value, least, most);
    }

    private static void Pattern(KeyShape key, string value, string path, ProblemList problems)
    {
        if (key.Property.GetCustomAttribute<RegularExpressionAttribute>() is { } rule && !value.Matches(rule.Pattern))
            problems.Add(rule.ErrorMessage!, path, value);
    }

    /// <summary>The whole text matches; unlike $ alone, not with a line end behind it.</summary>
    public static bool Matches(this string text, string pattern) =>
        Regex.Match(text, pattern, RegexOptions.CultureInvariant) is { Success: true } match && match.Length == text.Length;
}
