using Amazon.Runtime;

namespace EcsPlatform.Aws;

/// <summary>Which account and region the clients talk to, and over what.</summary>
public sealed record AwsClientOptions
{
    /// <summary>Credentials; null for the SDK's chain (environment, profile, SSO, container, instance).</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>A profile of the shared configuration files; null for the default one.</summary>
    public string? Profile { get; init; }

    /// <summary>"eu-west-1"; null for the SDK's chain.</summary>
    public string? Region { get; init; }

    /// <summary>One address for all services (moto, LocalStack, a private endpoint); null for AWS or <c>AWS_ENDPOINT_URL…</c>.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Leave <c>AWS_ENDPOINT_URL…</c> and configured endpoints alone (the sandbox in this process does).</summary>
    public bool IgnoreConfiguredEndpointUrls { get; init; }

    /// <summary>Carries all HTTP when given, the official clients' too; stays the caller's to dispose. Null for the SDK's own.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock that waits before retries run on.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Retry mode; null for the SDK's chain (standard unless configured).</summary>
    public RequestRetryMode? RetryMode { get; init; }

    /// <summary>Retries after the first attempt; null for the SDK's chain.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Draws the jitter of waits, 0 to below 1; give a seeded one for runs that repeat.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>Makes the idempotency tokens that requests leave out; give a seeded one for runs that repeat.</summary>
    public Func<string> NewIdempotencyToken { get; init; } = static () => Guid.NewGuid().ToString();
}
