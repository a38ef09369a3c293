using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>What things are called on the wire, where the model leaves it to the protocol.</summary>
internal static class WireNames
{
    /// <summary>The member's name in JSON, in headers and query strings.</summary>
    public static string Of(Member member) => member.LocationName ?? member.Name;

    /// <summary>The member's element in XML and its segment in a query form.</summary>
    /// <remarks>Older models name a flattened list's elements at the list, not at the member.</remarks>
    public static string Element(Member member) =>
        member.LocationName is null && member.Target is ListShape { Flattened: true } list && list.Item.LocationName is { } name && name != "member"
            ? name
            : member.LocationName ?? member.Name;

    /// <summary>The element of one item of a list that is not flattened.</summary>
    public static string Item(ListShape list) => list.Item.LocationName ?? "member";

    /// <summary>The element of a map entry's key.</summary>
    public static string Key(MapShape map) => map.Key.LocationName ?? "key";

    /// <summary>The element of a map entry's value.</summary>
    public static string Value(MapShape map) => map.Value.LocationName ?? "value";

    /// <summary>True where the elements stand directly in the parent; either the member or its shape may say so.</summary>
    public static bool IsFlattened(Member member) =>
        member.Flattened || member.Target is ListShape { Flattened: true } or MapShape { Flattened: true };
}
