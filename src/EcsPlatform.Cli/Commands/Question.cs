using System.CommandLine;
using EcsPlatform.Cli.Output;

namespace EcsPlatform.Cli.Commands;

/// <summary>Asks before anything is changed; never hangs where nobody can answer.</summary>
internal sealed class Question
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Ask no question." };

    public void AddTo(Command command) => command.Options.Add(_yes);

    /// <summary>Goes on only with the expected answer.</summary>
    /// <exception cref="ToolException">Nobody can be asked, or the answer is another one.</exception>
    public async Task AskAsync(ParseResult parsed, Screen screen, string question, Func<string, bool> isYes, CancellationToken cancellation)
    {
        if (parsed.GetValue(_yes))
        {
            return;
        }

        if (!screen.CanAsk)
        {
            throw new ToolException(ExitCode.CannotAsk, "There is a question to answer and no terminal to ask it on: look at the plan and give --yes. Nothing was changed.");
        }

        if (await screen.AskAsync(question, cancellation) is not { } answer || !isYes(answer.Trim()))
        {
            throw new ToolException(ExitCode.Declined, "Nothing was changed.");
        }
    }
}
