using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>How a query protocol names things in its form: the only thing in which requests of "query" and "ec2" differ.</summary>
internal abstract class FormDialect
{
    public static FormDialect Query { get; } = new QueryDialect();

    public static FormDialect Ec2 { get; } = new Ec2Dialect();

    /// <summary>A member's segment.</summary>
    public abstract string Name(Member member);

    /// <summary>The segment between a list and its numbers, or null.</summary>
    public abstract string? Item(Member place, ListShape list);

    /// <summary>True where an empty list is written as an empty value.</summary>
    public abstract bool WritesEmptyLists { get; }

    private sealed class QueryDialect : FormDialect
    {
        public override bool WritesEmptyLists => true;

        public override string Name(Member member) => WireNames.Element(member);

        public override string? Item(Member place, ListShape list) => WireNames.IsFlattened(place) ? null : WireNames.Item(list);
    }

    private sealed class Ec2Dialect : FormDialect
    {
        public override bool WritesEmptyLists => false;

        public override string Name(Member member)
        {
            if (member.QueryName is { } name)
            {
                return name;
            }

            var wire = WireNames.Of(member);
            return char.ToUpperInvariant(wire[0]) + wire[1..];
        }

        public override string? Item(Member place, ListShape list) => null;
    }
}
