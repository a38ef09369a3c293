using System.ComponentModel.DataAnnotations;

namespace EcsPlatform.Core.Definition;

/// <summary>Availability zones, by number ("the region's first three") or by name.</summary>
[Shorthand(Scalar = nameof(Number), Sequence = nameof(Names))]
public sealed record ZoneSelection
{
    /// <summary>How many zones, 1 to 6, taken from the region's zones in the order of their names; has no effect where names are given.</summary>
    [Range(1, 6)]
    public int Number { get; init; } = 3;

    /// <summary>The zones' names (<c>us-east-1a</c>); empty when only a number is given.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The number of zones, however they were given.</summary>
    public int Count => Names.Count > 0 ? Names.Count : Number;

    /// <summary>The region's first zones.</summary>
    public static implicit operator ZoneSelection(int number) => FromInt32(number);

    /// <summary>The region's first zones.</summary>
    public static ZoneSelection FromInt32(int number) => new() { Number = number };
}
