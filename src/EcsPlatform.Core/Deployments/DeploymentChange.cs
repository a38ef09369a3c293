namespace EcsPlatform.Core.Deployments;

/// <summary>What a deployment changes of one service; what is left out stays as it runs.</summary>
public sealed record DeploymentChange
{
    /// <summary>The microservice's name.</summary>
    public required string Service { get; init; }

    /// <summary>A tag or digest in the repository that the running image is from, or the whole URI of an image.</summary>
    public string? Image { get; init; }

    /// <summary>An earlier revision to return to: its number, <c>family:number</c> or its ARN. Alone, or with <see cref="DesiredCount"/>.</summary>
    public string? Revision { get; init; }

    /// <summary>Plain environment variables to set; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>CPU units of the task.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory of the task in MiB; the container's hard and soft limits keep their share of it.</summary>
    public int? Memory { get; init; }

    /// <summary>Tasks that shall run.</summary>
    public int? DesiredCount { get; init; }

    /// <summary>New tasks even if nothing else changes.</summary>
    public bool Restart { get; init; }

    /// <summary>New tasks come in the place of those that run.</summary>
    internal bool ReplacesTasks => Revision is not null || MakesRevision || Restart;

    /// <summary>A new revision has to be registered.</summary>
    internal bool MakesRevision => Revision is null && (Image is not null || Environment.Count > 0 || Cpu is not null || Memory is not null);
}

/// <summary>What is asked before a deployment starts.</summary>
public sealed record DeploymentChecks
{
    /// <summary>The worst finding of the image scan that is let through; anything when left out.</summary>
    public FindingSeverity? MaximumSeverity { get; init; }

    /// <summary>Findings that are let through by name: "CVE-2026-1234".</summary>
    public IReadOnlyList<string> AcceptedFindings { get; init; } = [];

    /// <summary>Problems that are let through by their id: "AlarmFiring".</summary>
    public IReadOnlyList<string> AcceptedProblems { get; init; } = [];

    /// <summary>In which order they are going to run: side by side they all need room for new tasks at once.</summary>
    public DeploymentOrder Order { get; init; }

    /// <summary>How long a scan that runs is waited for.</summary>
    public TimeSpan ScanPatience { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>How bad a finding of an image scan is (ECR API: <c>FindingSeverity</c>), from harmless to worst.</summary>
public enum FindingSeverity
{
    /// <summary>Not rated.</summary>
    Undefined,

    /// <summary>Good to know.</summary>
    Informational,

    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,

    /// <summary>Critical.</summary>
    Critical,
}
