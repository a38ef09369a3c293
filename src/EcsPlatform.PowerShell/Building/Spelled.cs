using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>Enum values as parameters spell them: AWS's spelling, upper or lower case alike.</summary>
internal static class Spelled
{
    /// <summary>The value, which the parameter's own check has let through.</summary>
    public static TEnum As<TEnum>(string text)
        where TEnum : struct, Enum =>
        (TEnum)EnumSpelling.All(typeof(TEnum)).First(choice => choice.Spelling.Equals(text, StringComparison.OrdinalIgnoreCase)).Value;
}
