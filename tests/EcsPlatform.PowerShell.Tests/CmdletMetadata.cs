using System.Management.Automation;
using System.Reflection;

namespace EcsPlatform.PowerShell.Tests;

/// <summary>A cmdlet as its attributes describe it; read as data, because nothing of PowerShell runs here.</summary>
internal sealed record CmdletMetadata(Type Class, string Verb, string Noun, bool SupportsShouldProcess, string ConfirmImpact)
{
    public static IReadOnlyList<CmdletMetadata> All { get; } =
        [.. typeof(PlatformCmdlet).Assembly.GetTypes().Where(type => !type.IsAbstract && Find<CmdletAttribute>(type) is not null).Select(Of).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    public string Name => $"{Verb}-{Noun}";

    public IEnumerable<PropertyInfo> Parameters => Class.GetProperties().Where(property => property.CustomAttributes.Any(attribute => attribute.AttributeType == typeof(ParameterAttribute)));

    public string File => Path.Combine(Repository.Sources, "Commands", $"{Class.Name}.cs");

    public override string ToString() => Name;

    public static TheoryData<string> Names => [.. All.Select(cmdlet => cmdlet.Name)];

    public static CmdletMetadata Named(string name) => All.Single(cmdlet => cmdlet.Name == name);

    private static CmdletMetadata Of(Type type)
    {
        var attribute = Find<CmdletAttribute>(type)!;
        object? Named(string name) => attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => argument.TypedValue.Value).FirstOrDefault();
        return new CmdletMetadata(
            type,
            (string)attribute.ConstructorArguments[0].Value!,
            (string)attribute.ConstructorArguments[1].Value!,
            Named("SupportsShouldProcess") is true,
            ((System.Management.Automation.ConfirmImpact)(int)(Named("ConfirmImpact") ?? 2)).ToString());
    }

    private static CustomAttributeData? Find<T>(Type type) => type.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType == typeof(T));
}
