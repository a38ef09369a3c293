using Spectre.Console;

namespace EcsPlatform.Cli.Output;

/// <summary>Tables without lines, that read and copy well.</summary>
internal static class Columns
{
    public static Table Of(params string[] titles)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var title in titles)
        {
            table.AddColumn(new TableColumn($"[dim]{Markup.Escape(title)}[/]") { NoWrap = true, Padding = new Padding(2, 0, 1, 0) });
        }

        return table;
    }
}
