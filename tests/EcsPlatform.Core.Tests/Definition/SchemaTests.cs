using System.Text.Json.Nodes;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Schema;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class SchemaTests
{
    // UPDATE_SCHEMA=1 dotnet test tests/EcsPlatform.Core.Tests writes the file anew.
    [Fact]
    public void The_schema_in_the_module_is_what_the_records_say()
    {
        var schema = DefinitionSchema.Write(XmlDocumentation.Beside(typeof(PlatformDefinition).Assembly));
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMA") == "1")
            File.WriteAllText(RepositoryFiles.Schema, schema);

        File.ReadAllText(RepositoryFiles.Schema).ShouldBe(schema, "run: UPDATE_SCHEMA=1 dotnet test tests/EcsPlatform.Core.Tests");
    }

    [Fact]
    public void Every_key_is_described()
    {
        var schema = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Schema))!;

        var undescribed = Objects(schema).Where(node => node["properties"] is not null)
            .SelectMany(node => node["properties"]!.AsObject()).Where(property => string.IsNullOrEmpty((string?)property.Value!["description"]));

        undescribed.Select(property => property.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_of_the_example_is_in_the_schema()
    {
        var text = File.ReadAllText(RepositoryFiles.Example);

        SchemaCheck.Errors(JsonNode.Parse(File.ReadAllText(RepositoryFiles.Schema))!, YamlAsJson.Read(text)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("key.unknown")]
    [InlineData("key.missing")]
    [InlineData("value.range")]
    [InlineData("value.choice")]
    [InlineData("service.name")]
    public void What_the_reader_refuses_the_schema_refuses(string id)
    {
        var text = File.ReadAllText(RepositoryFiles.InvalidDefinitions.Single(path => Path.GetFileNameWithoutExtension(path) == id));

        SchemaCheck.Errors(JsonNode.Parse(File.ReadAllText(RepositoryFiles.Schema))!, YamlAsJson.Read(text)).ShouldNotBeEmpty();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject value => value.SelectMany(child => Objects(child.Value)).Prepend(value),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };
}
