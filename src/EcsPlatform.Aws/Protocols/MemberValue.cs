using Amazon.Runtime.Documents;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>A member that is set, with its value.</summary>
internal readonly record struct MemberValue(Member Member, object Value)
{
    /// <summary>The members of an instance that are set.</summary>
    public static IReadOnlyList<MemberValue> Of(StructureShape shape, object instance) => Collect(shape, instance, null);

    /// <summary>The members of a request that are set; idempotency tokens that the caller left out are made up here, without touching the caller's object.</summary>
    public static IReadOnlyList<MemberValue> OfInput(StructureShape shape, object instance, Func<string> newToken) =>
        Collect(shape, instance, newToken);

    private static List<MemberValue> Collect(StructureShape shape, object instance, Func<string>? newToken)
    {
        var values = new List<MemberValue>();
        foreach (var member in shape.Members)
        {
            var value = member.Get(instance);
            if (value is null && newToken is not null && member.IdempotencyToken)
            {
                value = newToken();
            }

            if (value is not (null or Document { Type: DocumentType.Null }))
            {
                values.Add(new(member, value));
            }
        }

        return values;
    }
}
