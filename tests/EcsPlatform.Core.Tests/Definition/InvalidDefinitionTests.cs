using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

/// <summary>Every file in Invalid says in its first lines, as "# expect line:column: path: message (id)", what is wrong with it.</summary>
public sealed class InvalidDefinitionTests
{
    private const string Expectation = "# expect ";

    public static TheoryData<string> Files => [.. RepositoryFiles.InvalidDefinitions.Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Files))]
    public void An_invalid_definition_gets_exactly_its_messages(string file)
    {
        var text = File.ReadAllText(RepositoryFiles.InvalidDefinitions.Single(path => Path.GetFileName(path) == file));
        var expected = text.Split('\n').Where(line => line.StartsWith(Expectation, StringComparison.Ordinal)).Select(line => line[Expectation.Length..]);

        var reading = DefinitionReader.ReadAndValidate(text, file);

        reading.Definition.ShouldBeNull();
        reading.Problems.Select(problem => problem.ToString()).ShouldBe(expected.Select(line => $"{file}:{line}"));
    }

    [Fact]
    public void Every_message_of_the_catalogue_has_a_file_named_after_it()
    {
        var files = RepositoryFiles.InvalidDefinitions.Select(Path.GetFileNameWithoutExtension).ToHashSet();

        DefinitionMessages.Ids.Where(id => !files.Contains(id)).ShouldBeEmpty();
    }

    [Fact]
    public void No_message_repeats_a_secret_that_was_put_in_the_wrong_place()
    {
        foreach (var path in RepositoryFiles.InvalidDefinitions)
        {
            var problems = DefinitionReader.ReadAndValidate(File.ReadAllText(path), "platform.yaml").Problems;
            problems.ShouldAllBe(problem => !problem.ToString().Contains("hunter2", StringComparison.OrdinalIgnoreCase));
        }
    }
}
