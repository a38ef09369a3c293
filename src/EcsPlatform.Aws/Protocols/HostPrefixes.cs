using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Aws.Protocols;

/// <summary>What an operation puts before the endpoint's host.</summary>
internal static class HostPrefixes
{
    /// <summary>"{Name}." with the input's values in place of the labels, or null.</summary>
    public static string? Of(OperationModel operation, object input)
    {
        var prefix = operation.HostPrefix;
        if (prefix is null)
        {
            return null;
        }

        foreach (var member in operation.Input.Members)
        {
            var label = $"{{{member.Name}}}";
            if (prefix.Contains(label, StringComparison.Ordinal))
            {
                prefix = prefix.Replace(label, member.Get(input) as string, StringComparison.Ordinal);
            }
        }

        return prefix;
    }
}
