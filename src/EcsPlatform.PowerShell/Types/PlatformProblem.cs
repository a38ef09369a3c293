using System.Globalization;

namespace EcsPlatform;

/// <summary>Something that is wrong: with a definition, a plan or a resource.</summary>
public sealed record PlatformProblem
{
    /// <summary>The stable id of the problem: "service.cpu", "NameTaken", AWS's error code.</summary>
    public required string Id { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; init; } = "";

    /// <summary>Where in the definition ("services[2].cpu"), or which resource ("service/payment-api").</summary>
    public string Path { get; init; } = "";

    /// <summary>The definition's file; empty where there is none.</summary>
    public string File { get; init; } = "";

    /// <summary>The line in the file, from 1; 0 where there is none.</summary>
    public int Line { get; init; }

    /// <summary>The column in the line, from 1; 0 where there is none.</summary>
    public int Column { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: ") : "";
        return $"{place}{(Path.Length > 0 ? $"{Path}: " : "")}{Message} {Advice}".TrimEnd() + $" ({Id})";
    }
}
