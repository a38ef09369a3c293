using System.Management.Automation;
using EcsPlatform.Core;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Status;
using EcsPlatform.PowerShell.Completion;

namespace EcsPlatform.PowerShell;

/// <summary>A cmdlet that looks at one platform, or at all that a pattern names.</summary>
public abstract class PlatformQueryCmdlet : NamedPlatformCmdlet
{
    /// <summary>The platform's name, or a pattern with * and ?; all platforms of the region where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public override string? PlatformName { get; set; }

    /// <summary>The suffix that keeps copies of the platform apart, or a pattern.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SuffixCompleter))]
    public override string? EnvironmentSuffix { get; set; }

    /// <summary>What runs; an exact name of which nothing is there is an error, a pattern that fits nothing is none.</summary>
    private protected IReadOnlyList<PlatformStatus> Find()
    {
        var region = Guard(Choice.RegionOrDefault);
        using var session = Open(Choice, region);
        if (!IsExact(NameOrDefault) || !IsExact(SuffixOrDefault))
        {
            return Await(session, (core, token) => FindAsync(core, token));
        }

        var status = Await(session, (core, token) => core.StatusAsync(new PlatformScope(NameOrDefault!, SuffixOrDefault!, region), token));
        if (!status.Exists)
        {
            Report("PlatformNotFound", $"Nothing of platform {NameOrDefault}-{SuffixOrDefault} is in {region}.", "Check name, suffix, region and account; Get-Platform alone lists what is there.", Target);
        }

        return status.Exists ? [status] : [];
    }

    private static bool IsExact(string? pattern) => pattern is not null && !WildcardPattern.ContainsWildcardCharacters(pattern);

    private async Task<IReadOnlyList<PlatformStatus>> FindAsync(PlatformSession core, CancellationToken cancellation)
    {
        var name = WildcardPattern.Get(NameOrDefault ?? "*", WildcardOptions.IgnoreCase);
        var suffix = WildcardPattern.Get(SuffixOrDefault ?? "*", WildcardOptions.IgnoreCase);
        var found = (await core.PlatformsAsync(cancellation)).Where(platform => name.IsMatch(platform.Scope.Platform) && suffix.IsMatch(platform.Scope.Suffix));
        var statuses = await Task.WhenAll(found.Select(platform => core.StatusAsync(platform.Scope, cancellation)).ToArray());
        return [.. statuses.Where(status => status.Exists)];
    }
}
