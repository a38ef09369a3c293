using System.Reflection;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>How the definition spells an enum's values; where AWS has the value, exactly as AWS spells it, so that it can be sent.</summary>
public static class EnumSpelling
{
    /// <summary>The spelling of a value: <c>FARGATE_SPOT</c>, <c>internet-facing</c>.</summary>
    public static string Spell(this Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Spell(value.GetType().GetField(value.ToString()) ?? throw new ArgumentOutOfRangeException(nameof(value), value, "not a named value"));
    }

    /// <summary>The value that is spelled so.</summary>
    /// <exception cref="FormatException">No value is.</exception>
    public static TEnum Parse<TEnum>(string spelling)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Where(value => value.Spell() == spelling).Select(value => (TEnum?)value).FirstOrDefault()
        ?? throw new FormatException($"'{spelling}' is no {typeof(TEnum).Name}; there is {string.Join(", ", Enum.GetValues<TEnum>().Select(value => value.Spell()))}.");

    /// <summary>All spellings of an enum with their values, in the order they are declared.</summary>
    public static IReadOnlyList<(string Spelling, object Value)> All(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Spell(field), field.GetValue(null)!))];
    }

    private static string Spell(FieldInfo field) => field.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? field.Name;
}
