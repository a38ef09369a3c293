using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Output;

/// <summary>One JSON line per event.</summary>
internal sealed class JsonWatch(JsonOutput output) : IRunWatch
{
    private string _title = "";

    public void Begin(string title, Plan? plan) => _title = title;

    public void BeginDeployments(string title) => _title = title;

    public void Show(EngineEvent happened) => output.Write(JsonViews.Of(_title, happened));

    public void End()
    {
    }

    public void Dispose()
    {
    }
}
