using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EcsPlatform.PowerShell.Completion;

/// <summary>Completes from a list of words; no answer is better than a late or a failing one.</summary>
public abstract class TextCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            return Words(fakeBoundParameters ?? new Hashtable())
                .Where(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(candidate => new CompletionResult(candidate.Contains(' ', StringComparison.Ordinal) ? $"'{candidate}'" : candidate, candidate, CompletionResultType.ParameterValue, candidate))
                .ToArray();
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>All candidates, in the order in which they are offered.</summary>
    /// <param name="bound">The parameters given so far.</param>
    protected abstract IEnumerable<string> Words(IDictionary bound);
}
