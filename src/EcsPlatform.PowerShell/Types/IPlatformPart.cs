namespace EcsPlatform;

/// <summary>Says which copy of which platform an object belongs to: what the next cmdlet in a pipeline binds.</summary>
public interface IPlatformPart
{
    /// <summary>The platform's name.</summary>
    string PlatformName { get; }

    /// <summary>The suffix that keeps copies of the platform apart.</summary>
    string EnvironmentSuffix { get; }

    /// <summary>The AWS region.</summary>
    string Region { get; }
}
