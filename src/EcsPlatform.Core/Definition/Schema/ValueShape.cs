namespace EcsPlatform.Core.Definition.Schema;

/// <summary>What kind of value a key or an element holds.</summary>
internal enum ValueKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Choice,
    Part,
    List,
    Map,
}

/// <summary>A type of value.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Type">The .NET type, without <c>?</c>.</param>
/// <param name="Element">What a list or map holds; null otherwise.</param>
internal sealed record ValueShape(ValueKind Kind, Type Type, ValueShape? Element = null)
{
    /// <summary>The shape of a property's type.</summary>
    public static ValueShape Of(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(string))
            return new ValueShape(ValueKind.Text, type);
        if (type == typeof(int))
            return new ValueShape(ValueKind.Integer, type);
        if (type == typeof(double))
            return new ValueShape(ValueKind.Number, type);
        if (type == typeof(bool))
            return new ValueShape(ValueKind.Boolean, type);
        if (type.IsEnum)
            return new ValueShape(ValueKind.Choice, type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new ValueShape(ValueKind.List, type, Of(type.GetGenericArguments()[0]));
        if (type == typeof(IReadOnlyDictionary<string, string>))
            return new ValueShape(ValueKind.Map, type, Of(typeof(string)));
        return type.Namespace == typeof(PlatformDefinition).Namespace
            ? new ValueShape(ValueKind.Part, type)
            : throw new NotSupportedException($"A definition cannot hold {type}.");
    }
}
