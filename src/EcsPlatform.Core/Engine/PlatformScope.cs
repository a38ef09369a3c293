using EcsPlatform.Core.Definition.Naming;

namespace EcsPlatform.Core.Engine;

/// <summary>One copy of a platform: its name, the environment suffix that keeps copies apart, and the region it lives in.</summary>
/// <param name="Platform">The platform's name: "payments".</param>
/// <param name="Suffix">The environment suffix: "dev".</param>
/// <param name="Region">The AWS region: "us-east-1".</param>
public sealed record PlatformScope(string Platform, string Suffix, string Region)
{
    /// <summary>IAM path under which all roles of this copy lie: one listing finds them.</summary>
    public string IamPath => $"/ecsplatform/{Platform}/{Suffix}/";

    /// <summary>The names of everything in this copy.</summary>
    public PlatformNames Names => new(Platform, Suffix);

    /// <inheritdoc/>
    public override string ToString() => $"{Platform}-{Suffix} ({Region})";
}
