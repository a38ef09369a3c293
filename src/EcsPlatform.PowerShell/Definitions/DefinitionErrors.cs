using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;
using EcsPlatform.PowerShell.Runs;

namespace EcsPlatform.PowerShell.Definitions;

/// <summary>A definition's problems as the one error that ends a cmdlet.</summary>
internal static class DefinitionErrors
{
    public static PlatformException Of(DefinitionReading reading)
    {
        PlatformProblem[] problems = [.. reading.Problems.Select(problem => problem.Show())];
        return new PlatformException(ErrorIds.DefinitionInvalid, string.Join(Environment.NewLine, problems.AsEnumerable()), "Correct the definition; no call was made.", problems);
    }
}
