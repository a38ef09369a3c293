using EcsPlatform.Core.Definition.Reading;

namespace EcsPlatform.Core.Definition;

/// <summary>Reads a definition from YAML, of which JSON is a part.</summary>
public static class DefinitionReader
{
    /// <summary>Reads the text only: keys, types, duplicates. Never throws for what is in the text.</summary>
    /// <param name="text">The definition.</param>
    /// <param name="file">Its file's name, for messages.</param>
    public static DefinitionReading Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var source = new SourceMap(file);
        var problems = new ProblemList(source);
        PlatformDefinition? definition = null;
        try
        {
            if (SourceComposer.Compose(text) is { } root and not ScalarNode { IsNull: true })
                definition = (PlatformDefinition?)new PartBinder(source, problems).Part(typeof(PlatformDefinition), root, "");
            else
                problems.AddAt("yaml.empty", "", new SourcePosition(1, 1));
        }
        catch (SourceException error)
        {
            problems.AddAt(error.Id, "", error.Position, [.. error.Arguments]);
        }
        return new DefinitionReading(problems.Count == 0 ? definition : null, problems.Sorted(), source);
    }

    /// <summary>Reads the text, puts in what the command line gives, and validates the whole.</summary>
    /// <param name="text">The definition.</param>
    /// <param name="file">Its file's name, for messages.</param>
    /// <param name="suffix">An environment suffix that takes the place of the file's.</param>
    /// <param name="region">A region that takes the place of the file's.</param>
    public static DefinitionReading ReadAndValidate(string text, string file, string? suffix = null, string? region = null)
    {
        var reading = Read(text, file);
        if (reading.Definition is not { } read)
            return reading;
        var definition = read with { EnvironmentSuffix = suffix ?? read.EnvironmentSuffix, Region = region ?? read.Region };
        var problems = DefinitionValidator.Validate(definition, reading.Source);
        return new DefinitionReading(problems.Count == 0 ? definition : null, problems, reading.Source);
    }
}
