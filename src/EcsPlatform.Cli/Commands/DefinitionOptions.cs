using System.CommandLine;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Cli.Commands;

/// <summary>The definition file, and what the command line puts in its place.</summary>
internal sealed class DefinitionOptions
{
    private readonly Argument<string?> _file;

    /// <param name="required">False where a platform may be named instead.</param>
    public DefinitionOptions(bool required) => _file = new Argument<string?>("FILE")
    {
        Description = "The definition: YAML or JSON.",
        Arity = required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };

    public Option<string?> Suffix { get; } = new("--suffix") { HelpName = "TEXT", Description = "The environment suffix, in place of the definition's." };

    public Option<string?> Region { get; } = new("--region") { HelpName = "NAME", Description = "The AWS region, in place of the definition's." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(Suffix);
        command.Options.Add(Region);
    }

    public string? File(ParseResult parsed) => parsed.GetValue(_file);

    /// <summary>Reads and validates the file.</summary>
    /// <exception cref="ToolException">It cannot be read, or has problems: all of them are in the message.</exception>
    public (PlatformDefinition Definition, BlueprintOptions Options) Read(ParseResult parsed)
    {
        var file = File(parsed)!;
        var reading = DefinitionReader.ReadAndValidate(Text(file), file, parsed.GetValue(Suffix), parsed.GetValue(Region));
        return reading.Definition is { } definition
            ? (definition, new BlueprintOptions { BaseFolder = Path.GetDirectoryName(Path.GetFullPath(file))! })
            : throw new ToolException(ExitCode.InvalidDefinition, string.Join(Environment.NewLine, reading.Problems));
    }

    private static string Text(string file)
    {
        try
        {
            return System.IO.File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.InvalidDefinition, $"{file} cannot be read: {error.Message}");
        }
    }
}
