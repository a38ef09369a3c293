using Amazon.Lambda.Model;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <summary>What Lambda remembers.</summary>
public sealed class LambdaState
{
    /// <summary>Functions by name.</summary>
    public SortedDictionary<string, StoredFunction> Functions { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Network interfaces by subnet and groups: functions with the same ones share it.</summary>
    public SortedDictionary<string, string> Interfaces { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A function.</summary>
public sealed class StoredFunction
{
    /// <summary>What the API shows of it.</summary>
    public required FunctionConfiguration Configuration { get; init; }

    /// <summary>Statements of its resource policy, JSON by identifier.</summary>
    public Dictionary<string, string> Permissions { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How many invocations at once are kept for it; null where it shares the account's.</summary>
    public int? ReservedConcurrency { get; set; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Configuration.FunctionArn;
}
