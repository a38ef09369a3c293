namespace EcsPlatform.Cli.Tests;

public sealed class TerminalTests : IDisposable
{
    private const string Escape = "\u001b[";

    private readonly Account _account = new();
    private readonly DefinitionFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_terminal_gets_a_bar_and_colors()
    {
        var run = _account.StartTyping("y\n", "up", _file.Path);

        run.Out.ShouldContain("━━━━");
        run.Out.ShouldContain(Escape + "32m");
        run.Out.ShouldNotContain("  created  ");
    }

    [Fact]
    public void Nobody_gets_colors_who_does_not_want_them()
    {
        var run = _account.StartTyping("n\n", "up", _file.Path, "--no-color");

        run.Out.ShouldContain("+ vpc/main");
        run.Out.ShouldNotContain(Escape + "32m");
    }

    [Fact]
    public void Elsewhere_there_is_no_escape_sequence_at_all() =>
        _account.Start("up", _file.Path, "--yes").Out.ShouldNotContain("\u001b");
}
