using EcsPlatform.Core.Engine;
using Spectre.Console.Rendering;

namespace EcsPlatform.Cli.Output;

/// <summary>What the live display shows.</summary>
internal interface IBoard
{
    /// <summary>Something happened, on whatever thread.</summary>
    void Take(EngineEvent happened);

    /// <summary>The display as it is now, on whatever thread.</summary>
    IRenderable Draw();
}
