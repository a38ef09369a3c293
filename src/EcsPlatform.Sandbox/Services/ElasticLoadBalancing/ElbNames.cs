using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Names of load balancers and target groups: 32 letters, digits and hyphens.</summary>
internal static partial class ElbNames
{
    public static void Check(string name, string kind)
    {
        if (name.Length > 32)
        {
            throw Invalid($"{kind} name '{name}' cannot be longer than '32' characters");
        }

        if (!Characters().IsMatch(name))
        {
            throw Invalid($"{kind} name '{name}' can only contain characters that are alphanumeric characters or hyphens(-)");
        }

        if (name.StartsWith('-') || name.EndsWith('-'))
        {
            throw Invalid($"{kind} name '{name}' cannot begin or end with a hyphen(-)");
        }

        if (kind == "Load balancer" && name.StartsWith("internal-", StringComparison.Ordinal))
        {
            throw Invalid($"{kind} name '{name}' cannot begin with 'internal-'");
        }
    }

    public static AwsError Invalid(string message) => new("ValidationError", message);

    [GeneratedRegex("^[a-zA-Z0-9-]+$")]
    private static partial Regex Characters();
}
