namespace EcsPlatform.Core.Deployments;

/// <summary>How many deployments are run together.</summary>
public sealed record DeploymentOptions
{
    /// <summary>Side by side, or callees before their callers.</summary>
    public DeploymentOrder Order { get; init; }

    /// <summary>Lets the others go on when one fails; otherwise those that run go back, and those that have not begun do not begin.</summary>
    public bool ContinueOnFailure { get; init; }

    /// <summary>Goes on waiting in a pause; otherwise a pause ends the waiting.</summary>
    public bool ThroughPauses { get; init; }

    /// <summary>Between two looks at all of them together.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>In which order services are deployed.</summary>
public enum DeploymentOrder
{
    /// <summary>All at once.</summary>
    SideBySide,

    /// <summary>Those that are called before those that call them.</summary>
    Callees,
}
