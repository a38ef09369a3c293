using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What is drawn while a run goes on; all of it on the pipeline's thread.</summary>
internal interface IRunBars
{
    /// <summary>Something happened.</summary>
    void Show(EngineEvent happened);

    /// <summary>Nothing happened, but time went on.</summary>
    void Tick();

    /// <summary>It is over.</summary>
    void End();
}
