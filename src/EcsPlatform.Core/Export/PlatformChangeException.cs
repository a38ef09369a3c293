using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Export;

/// <summary>A step of a platform's making that cannot be planned; nothing has been changed.</summary>
public sealed class PlatformChangeException : Exception
{
    private PlatformChangeException(string id, string message, string advice, IReadOnlyList<DefinitionProblem> problems)
        : base(message)
    {
        Id = id;
        Advice = advice;
        Problems = problems;
    }

    /// <summary>A stable id: "PartMissing", or the first problem's.</summary>
    public string Id { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <summary>What is not valid; empty when a part is missing.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }

    internal static PlatformChangeException Missing(PlatformScope scope, PlatformParts parts) => new(
        "PartMissing",
        $"{scope} has no {parts.ToString().ToLowerInvariant()} yet.",
        "Build that first, or publish a definition that has all of it.",
        []);

    internal static PlatformChangeException Invalid(IReadOnlyList<DefinitionProblem> problems) => new(
        problems[0].Id,
        string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Path}: {problem.Message} {problem.Advice}")),
        problems[0].Advice,
        problems);
}
