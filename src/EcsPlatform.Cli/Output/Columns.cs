using System.Globalization;
using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>Tables without lines, that read, copy and compare well: two spaces between columns, none at the end of a line.</summary>
internal sealed class Columns(params string[] titles)
{
    private const string Gap = "  ";

    private readonly List<(string Text, string? Style)[]> _rows = [[.. titles.Select(title => (title, (string?)"dim"))]];
    private readonly HashSet<int> _right = [];

    /// <summary>Aligns columns to the right.</summary>
    public Columns Right(params int[] columns)
    {
        _right.UnionWith(columns);
        return this;
    }

    /// <summary>Adds a row of plain or styled cells.</summary>
    public void Add(params (string Text, string? Style)[] cells) => _rows.Add(cells);

    public void Write(IAnsiConsole console)
    {
        var widths = Enumerable.Range(0, titles.Length).Select(column => _rows.Max(row => row[column].Text.Length)).ToArray();
        foreach (var row in _rows)
        {
            console.MarkupLine(string.Join(Gap, row.Select((cell, column) => Cell(cell.Text, cell.Style, column, widths[column]))).TrimEnd());
        }
    }

    public static (string Text, string? Style) Plain(string text) => (text, null);

    public static (string Text, string? Style) Number(int number) => (number.ToString("#,0", CultureInfo.InvariantCulture), null);

    private string Cell(string text, string? style, int column, int width)
    {
        var space = new string(' ', width - text.Length);
        var shown = style is null ? Markup.Escape(text) : $"[{style}]{Markup.Escape(text)}[/]";
        return _right.Contains(column) ? space + shown : shown + space;
    }
}
