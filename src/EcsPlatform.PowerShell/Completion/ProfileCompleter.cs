using System.Collections;

namespace EcsPlatform.PowerShell.Completion;

/// <summary>Profiles of the shared AWS configuration files.</summary>
public sealed class ProfileCompleter : TextCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary bound) =>
        Sections("AWS_CONFIG_FILE", "config").Where(section => section == "default" || section.StartsWith("profile ", StringComparison.Ordinal)).Select(section => section.Replace("profile ", "", StringComparison.Ordinal).Trim())
            .Concat(Sections("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sections(string variable, string file)
    {
        var path = Environment.GetEnvironmentVariable(variable) ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", file);
        return File.Exists(path)
            ? File.ReadLines(path).Select(line => line.Trim()).Where(line => line.StartsWith('[') && line.EndsWith(']')).Select(line => line[1..^1].Trim())
            : [];
    }
}
