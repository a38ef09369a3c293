using Amazon.Runtime;

namespace EcsPlatform.Core;

/// <summary>Where AWS is and how to reach it. What is left out is found as every AWS tool finds it: environment, profiles, roles.</summary>
public sealed record PlatformConnection
{
    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>A profile of the shared configuration files.</summary>
    public string? Profile { get; init; }

    /// <summary>Credentials; the SDK's chain when left out.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>The endpoint of all services: moto, a sandbox, a private endpoint.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>What HTTP goes through instead of the network: the sandbox in this process.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock that every wait goes by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many calls may be in flight at once, 1 or more.</summary>
    public int CallsInFlight { get; init; } = 64;

    /// <summary>Seeds retry pauses and client tokens, so that a rehearsal is the same every time; random when left out.</summary>
    public int? Seed { get; init; }

    /// <summary>The same, with an access key in place of a profile. For callers that cannot name the SDK's types.</summary>
    /// <param name="accessKeyId">The access key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    public PlatformConnection WithAccessKey(string accessKeyId, string secretAccessKey) =>
        this with { Profile = null, Credentials = new BasicAWSCredentials(accessKeyId, secretAccessKey) };
}
