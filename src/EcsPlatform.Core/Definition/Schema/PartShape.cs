using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EcsPlatform.Core.Definition.Schema;

/// <summary>What a record of the definition looks like in a file; read off the record, so that reader, validation and JSON schema cannot differ.</summary>
internal sealed class PartShape
{
    private static readonly ConcurrentDictionary<Type, PartShape> Known = new();
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly MethodInfo MemberwiseCopy = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private PartShape(Type type)
    {
        Type = type;
        Shorthand = type.GetCustomAttribute<ShorthandAttribute>();
        lock (Nullability) // not safe for threads by itself
        {
            Keys = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .Select(property => new KeyShape(property, Nullability.Create(property).WriteState == NullabilityState.Nullable))];
        }
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Its keys, in the order they are declared.</summary>
    public IReadOnlyList<KeyShape> Keys { get; }

    /// <summary>How it may be written shorter; null when it may not.</summary>
    public ShorthandAttribute? Shorthand { get; }

    /// <summary>The shape of a record.</summary>
    public static PartShape Of(Type type) => Known.GetOrAdd(type, static key => new PartShape(key));

    /// <summary>The key that a property's name stands for.</summary>
    public KeyShape Key(string property) => Keys.First(key => key.Property.Name == property);

    /// <summary>A record with its default values.</summary>
    public object Create() => Activator.CreateInstance(Type)!;

    /// <summary>A record with the same values.</summary>
    public static object Copy(object part) => MemberwiseCopy.Invoke(part, null)!;
}

/// <summary>A key of a part.</summary>
internal sealed class KeyShape(PropertyInfo property, bool nullable)
{
    /// <summary>The property that it sets.</summary>
    public PropertyInfo Property { get; } = property;

    /// <summary>How it is written: in camel case.</summary>
    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>May be left empty.</summary>
    public bool Nullable { get; } = nullable;

    /// <summary>Must be there.</summary>
    public bool Required { get; } = property.IsDefined(typeof(RequiredMemberAttribute));

    /// <summary>What it holds.</summary>
    public ValueShape Value { get; } = ValueShape.Of(property.PropertyType);

    /// <summary>The value in a record.</summary>
    public object? Get(object part) => Property.GetValue(part);
}
