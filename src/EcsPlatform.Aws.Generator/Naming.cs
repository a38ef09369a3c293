using System.Globalization;
using System.Text;

namespace EcsPlatform.Aws.Generator;

/// <summary>C# names and literals for what the model names.</summary>
internal static class Naming
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "string", "int", "long", "float", "double", "bool", "byte", "char", "short", "object", "decimal", "default", "event", "null", "true", "false",
    };

    public static string Upper(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Identifier(string name) => Keywords.Contains(name) ? "@" + name : name;

    public static string Exception(string shape) => shape.EndsWith("Exception", StringComparison.Ordinal) ? Upper(shape) : Upper(shape) + "Exception";

    /// <summary>"ecs:service:DesiredCount" is EcsServiceDesiredCount, "FARGATE_SPOT" stays: as AWSSDK names the constants.</summary>
    public static string EnumValue(string value)
    {
        var name = new StringBuilder();
        var upper = true;
        foreach (var c in value)
        {
            if (char.IsLetterOrDigit(c) || c == '_')
            {
                name.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
            else
            {
                upper = true;
            }
        }

        return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : name.ToString();
    }

    public static string Literal(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else if (c is >= ' ' and < '\u007f')
            {
                literal.Append(c);
            }
            else
            {
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }

    public static string Literal(double number) => number.ToString("R", CultureInfo.InvariantCulture) + "d";
}
