namespace EcsPlatform;

/// <summary>What cmdlets take where a parameter is left out.</summary>
/// <param name="PlatformName">The platform's name.</param>
/// <param name="EnvironmentSuffix">The environment suffix.</param>
/// <param name="Region">The AWS region.</param>
/// <param name="ProfileName">The profile of the shared AWS configuration.</param>
/// <param name="EndpointUrl">The endpoint of all services.</param>
/// <param name="HasCredential">Credentials are set; they are not shown.</param>
public sealed record PlatformDefaultInfo(string? PlatformName, string? EnvironmentSuffix, string? Region, string? ProfileName, string? EndpointUrl, bool HasCredential);
