using System.Text.RegularExpressions;

namespace EcsPlatform.Sandbox.Tests.Terraform;

/// <summary>Terraform and a folder that mirrors its AWS provider, where this machine has both: nothing is downloaded for a test.</summary>
internal static partial class TerraformMirror
{
    private const string Provider = "registry.terraform.io/hashicorp/aws";

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "terraform.exe" : "terraform"))
        .FirstOrDefault(File.Exists);

    public static string? Folder { get; } = Configured().Concat(Implied())
        .FirstOrDefault(mirror => Path.Combine(mirror, Provider) is var folder && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());

    public static void SkipWhereMissing()
    {
        Assert.SkipWhen(Executable is null, "Terraform (\"terraform\") is not on the PATH of this machine.");
        Assert.SkipWhen(Folder is null, $"No mirror of Terraform's AWS provider was found ({Provider} in a filesystem_mirror of TF_CLI_CONFIG_FILE, "
            + $"or in one of {string.Join(", ", Implied())}).");
    }

    private static IEnumerable<string> Configured() =>
        Environment.GetEnvironmentVariable("TF_CLI_CONFIG_FILE") is { } file && File.Exists(file)
            ? MirrorPath().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)
            : [];

    // Where Terraform looks by itself ("implied local mirror directories"), and /opt/tf-plugins, which build images like.
    private static IEnumerable<string> Implied()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            Path.Combine(home, ".terraform.d", "plugins"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "terraform", "plugins"),
            "/usr/local/share/terraform/plugins",
            "/usr/share/terraform/plugins",
            "/opt/tf-plugins",
        ];
    }

    [GeneratedRegex("""filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)""")]
    private static partial Regex MirrorPath();
}
