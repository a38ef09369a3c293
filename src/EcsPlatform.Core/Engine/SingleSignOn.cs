using System.Text.RegularExpressions;

namespace EcsPlatform.Core.Engine;

/// <summary>Tells the SDK's errors about a missing or expired sign-in through IAM Identity Center from others, by its texts: it has no type for them.</summary>
internal static partial class SingleSignOn
{
    // Never signed in; signed in and expired; the portal refuses the token.
    private static readonly string[] Texts = ["is an SSO profile", "No valid SSO Token could be found", "SSO Token has expired", "Unable to get credentials from SSO"];

    public static bool IsMissing(Exception? error) =>
        error is not null && (Texts.Any(text => error.Message.Contains(text, StringComparison.Ordinal)) || IsMissing(error.InnerException));

    public static string Message(Exception error) => Profile(error) is { } profile
        ? $"The profile '{profile}' signs in through IAM Identity Center, and there is no valid sign-in."
        : "The profile signs in through IAM Identity Center, and there is no valid sign-in.";

    public static string Advice(Exception error) => Profile(error) is { } profile ? $"Run aws sso login --profile {profile}, then run it again." : "Run aws sso login, then run it again.";

    private static string? Profile(Exception error) => ProfileName().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^The profile \[(.+)\] is an SSO profile")]
    private static partial Regex ProfileName();
}
