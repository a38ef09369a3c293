using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Output;

/// <summary>Shows a run while it goes on: as a bar on a terminal, as lines elsewhere, as JSON lines when asked for.</summary>
internal interface IRunWatch : IDisposable
{
    /// <summary>A run or a phase begins; without a plan there are no steps to follow.</summary>
    void Begin(string title, Plan? plan);

    /// <summary>Deployments begin.</summary>
    void BeginDeployments(string title);

    /// <summary>Something happened, on whatever thread.</summary>
    void Show(EngineEvent happened);

    /// <summary>It is over; the screen is free again.</summary>
    void End();
}
