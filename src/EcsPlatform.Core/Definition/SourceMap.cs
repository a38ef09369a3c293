namespace EcsPlatform.Core.Definition;

/// <summary>Where in a file the parts of a definition stand, by path; beside the records, so that these stay the same when built in code.</summary>
public sealed class SourceMap(string file)
{
    private readonly Dictionary<string, SourcePosition> _positions = new(StringComparer.Ordinal);

    /// <summary>The file's name, as messages give it.</summary>
    public string File { get; } = file;

    /// <summary>Notes where a part stands.</summary>
    public void Add(string path, int line, int column) => _positions.TryAdd(path, new SourcePosition(line, column));

    /// <summary>Where a part stands, or else the nearest part around it that is in the file.</summary>
    public SourcePosition Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        while (true)
        {
            if (_positions.TryGetValue(path, out var position))
                return position;
            if (path.Length == 0)
                return new SourcePosition(1, 1);
            path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)];
        }
    }
}

/// <summary>A place in a file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct SourcePosition(int Line, int Column);
