namespace EcsPlatform.Sandbox.Services;

/// <summary>What CloudWatch Logs remembers.</summary>
public sealed class LogsState
{
    /// <summary>Groups by name.</summary>
    public SortedDictionary<string, StoredLogGroup> Groups { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A log group.</summary>
public sealed class StoredLogGroup
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>ARN without ":*".</summary>
    public required string Arn { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Days that events are kept; null for ever.</summary>
    public int? RetentionInDays { get; set; }

    /// <summary>The key it is encrypted with.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>"STANDARD" and so on.</summary>
    public string Class { get; init; } = "STANDARD";

    /// <summary>True while it may not be deleted.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <summary>Streams by name.</summary>
    public SortedDictionary<string, StoredLogStream> Streams { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A log stream.</summary>
public sealed class StoredLogStream
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Events in order of time.</summary>
    public List<StoredLogEvent> Events { get; init; } = [];
}

/// <summary>A log event.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Ingested">When it arrived.</param>
/// <param name="Message">What it says.</param>
public sealed record StoredLogEvent(DateTimeOffset Time, DateTimeOffset Ingested, string Message);
