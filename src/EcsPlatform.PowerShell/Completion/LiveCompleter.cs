using System.Collections;
using EcsPlatform.Core;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Session;

namespace EcsPlatform.PowerShell.Completion;

/// <summary>Completes from what runs, if it can be had at once.</summary>
public abstract class LiveCompleter : TextCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks; nothing when the answer takes longer than anybody waits for a completion.</summary>
    private protected static IReadOnlyList<T> Ask<T>(IDictionary bound, Func<PlatformSession, string, CancellationToken, Task<IReadOnlyList<T>>> ask)
    {
        using var stop = new CancellationTokenSource(Patience);
        var answer = Task.Run(
            async () =>
            {
                var choice = new ConnectionChoice { Region = Text(bound, "Region"), ProfileName = Text(bound, "ProfileName"), EndpointUrl = Text(bound, "EndpointUrl") };
                var region = choice.RegionOrDefault();
                using var session = new OpenSession(choice, region);
                return await session.Start(() => ask(session.Core, region, stop.Token));
            },
            stop.Token);
        return answer.Wait(Patience) ? answer.Result : [];
    }

    private protected static string? Text(IDictionary bound, string parameter) => bound[parameter]?.ToString();

    /// <summary>The same of the platform that the parameters, or the defaults, name; nothing where they name none.</summary>
    private protected static IReadOnlyList<T> AskOfPlatform<T>(IDictionary bound, Func<PlatformSession, PlatformScope, CancellationToken, Task<IReadOnlyList<T>>> ask)
    {
        var name = Text(bound, "PlatformName") ?? ModuleState.Defaults.PlatformName;
        var suffix = Text(bound, "EnvironmentSuffix") ?? ModuleState.Defaults.EnvironmentSuffix;
        return name is null || suffix is null ? [] : Ask(bound, (session, region, token) => ask(session, new PlatformScope(name, suffix, region), token));
    }

    private protected static IReadOnlyList<PlatformScope> Platforms(IDictionary bound) => Ask(bound, async (session, _, token) =>
        (IReadOnlyList<PlatformScope>)[.. (await session.PlatformsAsync(token)).Select(platform => platform.Scope)]);
}

/// <summary>Names of platforms that are there.</summary>
public sealed class PlatformNameCompleter : LiveCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary bound) => Platforms(bound).Select(scope => scope.Platform).Distinct(StringComparer.Ordinal);
}

/// <summary>Suffixes of the platform's copies that are there.</summary>
public sealed class SuffixCompleter : LiveCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary bound)
    {
        var name = Text(bound, "PlatformName");
        return Platforms(bound).Where(scope => name is null || scope.Platform == name).Select(scope => scope.Suffix).Distinct(StringComparer.Ordinal);
    }
}

/// <summary>Names of the platform's services.</summary>
public sealed class ServiceNameCompleter : LiveCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary bound) => AskOfPlatform(bound, async (session, scope, token) =>
        (IReadOnlyList<string>)[.. (await session.StatusAsync(scope, token)).Services.Select(service => service.Name)]);
}

/// <summary>Image tags of the service's own repository, newest image first.</summary>
public sealed class ImageTagCompleter : LiveCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary bound) => Text(bound, "Name") is not { Length: > 0 } service
        ? []
        : AskOfPlatform(bound, (session, scope, token) => session.ImageTagsAsync(scope, service, token));
}

/// <summary>ARNs of the certificates in ACM that are issued, newest first.</summary>
public sealed class CertificateArnCompleter : LiveCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary bound) => Ask(bound, (session, _, token) => session.CertificatesAsync(token));
}
