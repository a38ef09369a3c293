using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Sandbox;

/// <summary>Names what a call is about: the first of the request's members that holds a name, an ARN or an id.</summary>
internal static class PrincipalResource
{
    private static readonly string[] Endings = ["name", "arn", "id", "identifier", "family", "service", "cluster", "taskdefinition"];

    public static string? Of(OperationModel operation, object input) =>
        First(operation, input, required: true) ?? First(operation, input, required: false);

    private static string? First(OperationModel operation, object input, bool required)
    {
        foreach (var member in operation.Input.Members)
        {
            if (member.Required == required && Names(member) && member.Get(input) is string { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private static bool Names(Member member) =>
        member.Target is { Kind: ShapeKind.String, Sensitive: false }
        && !member.IdempotencyToken
        && Endings.Any(ending => member.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
