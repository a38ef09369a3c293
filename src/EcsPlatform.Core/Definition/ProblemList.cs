namespace EcsPlatform.Core.Definition;

/// <summary>Collects what is wrong, with the place in the file where there is one.</summary>
internal sealed class ProblemList(SourceMap? source)
{
    private readonly List<DefinitionProblem> _problems = [];

    /// <summary>How many there are.</summary>
    public int Count => _problems.Count;

    /// <summary>Notes a problem of the part at a path.</summary>
    public void Add(string id, string path, params object[] arguments)
    {
        var position = source?.Find(path) ?? default;
        AddAt(id, path, position, arguments);
    }

    /// <summary>Notes a problem at a place in the file.</summary>
    public void AddAt(string id, string path, SourcePosition position, params object[] arguments)
    {
        var (message, advice) = DefinitionMessages.Format(id, arguments);
        _problems.Add(new DefinitionProblem(id, source?.File ?? "", position.Line, position.Column, path, message, advice));
    }

    /// <summary>In the order of the file; problems of one place in the order they were found.</summary>
    public IReadOnlyList<DefinitionProblem> Sorted() => [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
