using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Tests.Definition;

public sealed class DefinitionReaderTests
{
    private const string Shop = "name: shop\nenvironmentSuffix: dev\n";

    private static PlatformDefinition Read(string text)
    {
        var reading = DefinitionReader.ReadAndValidate(text, "platform.yaml");
        reading.Problems.ShouldBeEmpty();
        return reading.Definition.ShouldNotBeNull();
    }

    [Fact]
    public void What_is_left_out_has_the_records_default()
    {
        var platform = Read(Shop + "services:\n  - {name: api, cpu: 256, memory: 512}\n");

        platform.Region.ShouldBe("us-east-1");
        platform.Network.Zones.Count.ShouldBe(3);
        platform.Services[0].DesiredCount.ShouldBe(2);
        platform.Services[0].HardMemory.ShouldBe(512);
        platform.Services[0].SoftMemory.ShouldBe(384);
        platform.Services[0].ReadonlyRootFilesystem.ShouldBeTrue();
    }

    [Fact]
    public void Json_reads_like_yaml() =>
        Read("{\n\t\"name\": \"shop\",\n\t\"environmentSuffix\": \"dev\",\n\t\"services\": [{\"name\": \"api\", \"cpu\": 256, \"memory\": 512, \"environment\": {\"MODE\": \"a\\/b\"}}]\n}\n")
            .Services[0].Environment["MODE"].ShouldBe("a/b");

    [Theory]
    [InlineData("zones: 2", 2)]
    [InlineData("zones: {number: 4}", 4)]
    [InlineData("zones: [us-east-1a, us-east-1c]", 2)]
    [InlineData("zones:\n    names: [us-east-1a]", 1)]
    public void Zones_are_a_number_or_names(string zones, int count) =>
        Read($"{Shop}network:\n  {zones}\n").Network.Zones.Count.ShouldBe(count);

    [Fact]
    public void Numbers_and_truth_values_in_the_environment_are_the_text_that_was_written()
    {
        var environment = Read(Shop + "services:\n  - name: api\n    cpu: 256\n    memory: 512\n    environment: {PORT: 8080, VERBOSE: yes, HEX: 0x1F, EMPTY: ''}\n").Services[0].Environment;

        environment.ShouldBe(new Dictionary<string, string> { ["PORT"] = "8080", ["VERBOSE"] = "yes", ["HEX"] = "0x1F", ["EMPTY"] = "" }, ignoreOrder: true);
    }

    [Fact]
    public void An_alias_repeats_a_part_and_a_merge_lets_it_be_changed()
    {
        var services = Read(Shop + """
            services:
              - &api
                name: api
                cpu: 256
                memory: 512
                deployment: &careful {maximumPercent: 150}
              - {name: orders, <<: *api, memory: 1024}
            """).Services;

        services[1].Name.ShouldBe("orders");
        services[1].Memory.ShouldBe(1024);
        services[1].Deployment.MaximumPercent.ShouldBe(150);
    }

    [Fact]
    public void What_the_command_line_gives_takes_the_files_place()
    {
        var reading = DefinitionReader.ReadAndValidate("name: shop\nenvironmentSuffix: dev\n", "platform.yaml", suffix: "pr42", region: "eu-west-1");

        reading.Definition!.EnvironmentSuffix.ShouldBe("pr42");
        reading.Definition.Region.ShouldBe("eu-west-1");
    }

    [Fact]
    public void All_problems_come_at_once_and_in_the_order_of_the_file()
    {
        var problems = DefinitionReader.ReadAndValidate("nane: shop\nnetwork:\n  cdir: x\nservices:\n  - {name: api, cpu: many, memory: 512}\n", "platform.yaml").Problems;

        problems.Select(problem => problem.Id).ShouldBe(["key.unknown", "key.missing", "key.unknown", "value.type"]);
        problems.Select(problem => problem.Line).ShouldBeInOrder();
    }

    [Fact]
    public void Whatever_the_text_reading_it_ends_in_problems_not_exceptions()
    {
        var example = File.ReadAllText(RepositoryFiles.Example);
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var at = random.Next(example.Length);
            var damaged = (round % 3) switch
            {
                0 => example[..at],
                1 => example.Remove(at, Math.Min(random.Next(1, 5), example.Length - at)),
                _ => example.Insert(at, "[]{}:-&*!|>'\"%@`#?,\t\n"[random.Next(21)].ToString()),
            };

            Should.NotThrow(() => DefinitionReader.ReadAndValidate(damaged, "platform.yaml"), damaged);
        }
    }

    [Fact]
    public void Every_position_lies_within_the_file()
    {
        foreach (var path in RepositoryFiles.InvalidDefinitions)
        {
            var text = File.ReadAllText(path);
            var lines = text.Split('\n');
            foreach (var problem in DefinitionReader.ReadAndValidate(text, path).Problems)
            {
                problem.Line.ShouldBeInRange(1, lines.Length, path);
                problem.Column.ShouldBeInRange(1, lines[problem.Line - 1].Length + 1, path);
            }
        }
    }
}
