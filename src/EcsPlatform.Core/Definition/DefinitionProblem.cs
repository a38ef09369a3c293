using System.Globalization;

namespace EcsPlatform.Core.Definition;

/// <summary>Something wrong with a definition, for its author: what, where and what to do.</summary>
/// <param name="Id">The message's key in <see cref="DefinitionMessages"/>; stable across versions.</param>
/// <param name="File">The definition file; empty for a definition built in code.</param>
/// <param name="Line">The line in the file, from 1; 0 for a definition built in code.</param>
/// <param name="Column">The column in the line, from 1; 0 for a definition built in code.</param>
/// <param name="Path">Where in the definition: <c>services[2].cpu</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record DefinitionProblem(string Id, string File, int Line, int Column, string Path, string Message, string Advice)
{
    /// <summary>On one line, as compilers write it: <c>platform.yaml:12:5: services[0].cpu: … (id)</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: ") : "";
        var part = Path.Length > 0 ? $"{Path}: " : "";
        return $"{place}{part}{Message} {Advice} ({Id})";
    }
}
