using EcsPlatform.Core.Definition;

namespace EcsPlatform.PowerShell.Building;

/// <summary>Enum values as parameters spell them: AWS's spelling, upper or lower case alike.</summary>
internal static class Spelled
{
    /// <summary>The value, which the parameter's own check has let through.</summary>
    public static TEnum As<TEnum>(string text)
        where TEnum : struct, Enum =>
        (TEnum)EnumSpelling.All(typeof(TEnum)).First(choice => choice.Spelling.Equals(text, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>AWS's spelling of text that means one of an enum's values, however its words are joined: BlueGreen and blue-green are BLUE_GREEN; the text itself where it means none.</summary>
    public static string Or(string text, Type type) => EnumSpelling.All(type).Select(choice => choice.Spelling).FirstOrDefault(spelling => Letters(spelling).Equals(Letters(text), StringComparison.OrdinalIgnoreCase)) ?? text;

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
