using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace EcsPlatform.PowerShell.Help;

/// <summary>Reads the cmdlets of an assembly: from its metadata what they take, from the XML beside it what that means.</summary>
/// <remarks>System.Management.Automation is the reference library here, whose attributes do nothing: they are read as data.</remarks>
internal static class CmdletReader
{
    private const string Automation = "System.Management.Automation.";

    private static readonly string[] Confirming = ["WhatIf", "Confirm"];

    public static IReadOnlyList<Cmdlet> Read(string assemblyPath)
    {
        var folder = Path.GetDirectoryName(assemblyPath)!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        var texts = XmlTexts.ReadAll(folder);
        return [.. AssemblyLoadContext.Default.LoadFromAssemblyPath(assemblyPath).GetExportedTypes()
            .Where(type => Attribute(type, "CmdletAttribute") is not null && !type.IsAbstract)
            .Select(type => Read(type, texts))
            .OrderBy(cmdlet => cmdlet.Noun, StringComparer.Ordinal).ThenBy(cmdlet => cmdlet.Verb, StringComparer.Ordinal)];
    }

    private static Cmdlet Read(Type type, XmlTexts texts)
    {
        var attribute = Attribute(type, "CmdletAttribute")!;
        var instance = Activator.CreateInstance(type);
        var seen = new HashSet<string>();
        var parameters = Lineage(type)
            .SelectMany(level => level.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => Attributes(property, "ParameterAttribute").Any() && seen.Add(property.Name))
            .Select(property => Read(property, instance, texts));
        var asks = Named(attribute, "SupportsShouldProcess") is true ? Confirming.Select(Common) : [];
        (instance as IDisposable)?.Dispose();
        return new Cmdlet(
            (string)attribute.ConstructorArguments[0].Value!,
            (string)attribute.ConstructorArguments[1].Value!,
            Named(attribute, "DefaultParameterSetName") as string,
            [.. parameters, .. asks],
            [.. Outputs(type).Distinct().Select(output => new TypeText(output.FullName!, texts.Of(output)))]);
    }

    private static Parameter Read(PropertyInfo property, object? instance, XmlTexts texts)
    {
        var bare = Bare(property.PropertyType);
        var uses = Attributes(property, "ParameterAttribute").Select(Use).ToArray();
        return new Parameter
        {
            Name = property.Name,
            Type = NameOf(property.PropertyType),
            Text = texts.Of(property),
            IsSwitch = bare.Name == "SwitchParameter",
            Wildcards = Attribute(property, "SupportsWildcardsAttribute") is not null,
            Aliases = [.. Attributes(property, "AliasAttribute").SelectMany(Strings)],
            Values = Enumerated(bare) is { IsEnum: true } member ? Enum.GetNames(member) : [.. Attributes(property, "ValidateSetAttribute").SelectMany(Strings)],
            Range = Attribute(property, "ValidateRangeAttribute") is { ConstructorArguments: [var least, var greatest] } ? (Text(least.Value), Text(greatest.Value)) : null,
            Default = uses.All(use => use.Mandatory) ? null : Default(property, instance),
            Uses = uses,
        };
    }

    private static ParameterUse Use(CustomAttributeData attribute) => new(
        Named(attribute, "ParameterSetName") as string is { Length: > 0 } set && set != "__AllParameterSets" ? set : null,
        Named(attribute, "Mandatory") is true,
        Named(attribute, "Position") is int and >= 0 and var position ? position : null,
        Named(attribute, "ValueFromPipeline") is true,
        Named(attribute, "ValueFromPipelineByPropertyName") is true);

    private static Parameter Common(string name) => new()
    {
        Name = name,
        Type = "SwitchParameter",
        Text = name == "WhatIf" ? "Shows what would be done, and does nothing." : "Asks before anything is done; -Confirm:$false does not ask.",
        IsSwitch = true,
        IsCommon = true,
        Aliases = [name == "WhatIf" ? "wi" : "cf"],
        Uses = [new ParameterUse(null, false, null, false, false)],
    };

    /// <summary>What a new cmdlet holds; nothing where that is what a type starts with.</summary>
    private static string? Default(PropertyInfo property, object? instance) => property.GetValue(instance) switch
    {
        null or false or 0 or 0.0 or "" => null,
        string text => text,
        string[] list => list.Length == 0 ? null : string.Join(", ", list),
        Enum member => member.ToString(),
        IConvertible number => Text(number),
        _ => null,
    };

    private static IEnumerable<Type> Outputs(Type type) => Attributes(type, "OutputTypeAttribute")
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> list ? list : [argument])
        .Select(argument => argument.Value).OfType<Type>();

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var level = type; level is not null && level.Namespace?.StartsWith("System.", StringComparison.Ordinal) != true; level = level.BaseType)
        {
            yield return level;
        }
    }

    private static CustomAttributeData? Attribute(MemberInfo member, string name) => Attributes(member, name).FirstOrDefault();

    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.FullName == Automation + name);

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;

    private static IEnumerable<string> Strings(CustomAttributeData attribute) =>
        ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(argument => (string)argument.Value!);

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Type Enumerated(Type type) => type.IsArray ? Bare(type.GetElementType()!) : type;

    private static string NameOf(Type type) => Bare(type).Name;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
