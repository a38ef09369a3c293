namespace EcsPlatform.Core.Definition;

/// <summary>Lets a part of the definition be written as a plain value or a list: <c>zones: 3</c> for <c>zones: {number: 3}</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShorthandAttribute : Attribute
{
    /// <summary>The property that a plain value sets.</summary>
    public string? Scalar { get; init; }

    /// <summary>The property that a list sets.</summary>
    public string? Sequence { get; init; }
}
