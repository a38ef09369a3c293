using System.Globalization;
using Amazon.Runtime;

namespace EcsPlatform.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly DefinitionFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("rehearse")]
    [InlineData("plan")]
    [InlineData("up")]
    [InlineData("status")]
    [InlineData("down")]
    public void Every_problem_of_a_definition_is_printed_with_its_place_before_any_call(string command)
    {
        _file.Write("""
            name: shop
            environmentSuffix: dev
            services:
              - name: web
                port: 8080
                cpu: 300
                memory: 512
                scalling: {}
            """);

        var run = ToolRun.Start(command, _file.Path);

        run.ExitCode.ShouldBe(ExitCode.InvalidDefinition);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldContain($"{_file.Path}:8:5: ");
        run.Error.ShouldContain("scaling");
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_definition()
    {
        var run = ToolRun.Start("plan", "nowhere.yaml");

        run.ExitCode.ShouldBe(ExitCode.InvalidDefinition);
        run.Error.ShouldStartWith("nowhere.yaml cannot be read: ");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("down")]
    [InlineData("down", "--platform", "shop")]
    [InlineData("status", "platform.yaml", "--platform", "shop", "--suffix", "dev")]
    [InlineData("plan", "platform.yaml", "--colour")]
    [InlineData("plan", "platform.yaml", "--calls-in-flight", "0")]
    [InlineData("plan", "platform.yaml", "--endpoint-url", "sandbox")]
    [InlineData("sandbox", "--speed", "0")]
    [InlineData("upp")]
    [InlineData]
    public void A_command_line_that_is_not_understood_ends_with_64_and_prints_nothing_on_stdout(params string[] args)
    {
        var run = ToolRun.Start(args);

        run.ExitCode.ShouldBe(ExitCode.WrongCommandLine);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    public void Help_ends_with_the_table_of_exit_codes(params string[] args)
    {
        var run = ToolRun.Start(args);

        run.ExitCode.ShouldBe(ExitCode.Ok);
        foreach (var (code, meaning) in ExitCode.Table)
        {
            run.Out.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"  {code,3}  {meaning}\n"));
        }
    }

    [Fact]
    public void An_error_is_a_sentence_and_its_stack_trace_is_for_debug_only()
    {
        var run = ToolRun.Start("plan", _file.Path);
        var debug = ToolRun.Start("plan", _file.Path, "--debug");

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldBe("No call was expected.\n");
        debug.Error.ShouldContain("   at ");
    }

    [Fact]
    public async Task An_endpoint_where_nobody_is_ends_at_once()
    {
        var run = await ToolRun.StartAsync(
            host => host with { Connect = connection => connection with { Credentials = new BasicAWSCredentials("test", "test") } },
            default,
            "plan", _file.Path, "--endpoint-url", "http://127.0.0.1:1");

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldStartWith("http://127.0.0.1:1 cannot be reached: ");
        run.Error.ShouldEndWith("Check the region, the endpoint URL, the proxy and the network.\n");
    }

    [Fact]
    public async Task The_region_of_the_command_line_wins_over_the_definitions()
    {
        string? region = null;

        await ToolRun.StartAsync(
            host => host with
            {
                Connect = connection =>
                {
                    region = connection.Region;
                    throw new InvalidOperationException("Enough.");
                },
            },
            default,
            "plan", _file.Path, "--region", "eu-west-1");

        region.ShouldBe("eu-west-1");
    }
}
