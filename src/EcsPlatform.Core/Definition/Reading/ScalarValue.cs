using System.Globalization;
using EcsPlatform.Core.Definition.Schema;

namespace EcsPlatform.Core.Definition.Reading;

/// <summary>What a single value means; YAML 1.2's core rules, so that <c>yes</c> and <c>on</c> are text.</summary>
internal static class ScalarValue
{
    /// <summary>The value as the shape's type; null when it is not one.</summary>
    public static object? Read(ValueShape shape, ScalarNode node) => shape.Kind switch
    {
        ValueKind.Text => node.Text,
        ValueKind.Choice => Choice(shape.Type, node.Text),
        _ when !node.IsPlain => null,
        ValueKind.Integer => int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        ValueKind.Number => double.TryParse(node.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        ValueKind.Boolean => node.Text switch
        {
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => null,
        },
        _ => null,
    };

    private static object? Choice(Type type, string text) =>
        EnumSpelling.All(type).FirstOrDefault(choice => choice.Spelling.Equals(text, StringComparison.OrdinalIgnoreCase)).Value;
}
