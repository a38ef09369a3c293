using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Deployments;

/// <summary>A deployment is in another state than at the last look.</summary>
public sealed record DeploymentMoved(DateTimeOffset At, DeploymentStatus Status) : EngineEvent(At);
