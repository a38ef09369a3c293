namespace EcsPlatform.Aws.Generator;

/// <summary>Enums, as AWSSDK's open constants: any string converts, known ones have a name.</summary>
internal static class EnumWriter
{
    public static string Write(ApiModel model, CodeNames names)
    {
        var code = new CodeText(names.Namespace, nullable: false);
        foreach (var shape in model.Shapes.Values.Where(shape => shape.IsEnum).OrderBy(shape => shape.Name, StringComparer.Ordinal))
        {
            var type = Naming.Upper(shape.Name);
            using var _ = code.Block($"public class {type} : global::Amazon.Runtime.ConstantClass");
            var taken = new HashSet<string>(StringComparer.Ordinal) { type };
            foreach (var value in shape.Node["enum"]!.Items.Select(item => item.Text!))
            {
                var constant = Naming.EnumValue(value);
                while (!taken.Add(constant))
                {
                    constant += "_";
                }

                code.Line($"public static readonly {type} {constant} = new({Naming.Literal(value)});");
            }

            code.Line($"public {type}(string value) : base(value) {{ }}");
            code.Line($"public static {type} FindValue(string value) => FindValue<{type}>(value);");
            code.Line($"public static implicit operator {type}(string value) => FindValue(value);");
        }

        return code.ToString();
    }
}
