using System.Text.Json;
using System.Text.RegularExpressions;

namespace EcsPlatform.Cli.Tests;

public sealed partial class RehearseTests
{
    [Fact]
    public void The_example_stands_up_plans_empty_and_comes_down_whole()
    {
        var run = ToolRun.Start("rehearse", Example(), "--suffix", "test");

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldContain("created  service/payment-api  service-payment-api-test");
        run.Out.ShouldContain("payment-api           2 of 2   completed   task-payment-api-test:1");
        run.Out.ShouldContain("http://alb-payments-test-");
        run.Out.ShouldContain("the account holds what it held before");
        run.Out.Split('\n').ShouldAllBe(line => !line.EndsWith(' '));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another_one()
    {
        using var file = new DefinitionFile();

        var once = Steps(ToolRun.Start("rehearse", file.Path, "--seed", "7"));
        var again = Steps(ToolRun.Start("rehearse", file.Path, "--seed", "7"));
        var other = Steps(ToolRun.Start("rehearse", file.Path, "--seed", "8"));

        again.ShouldBe(once);
        other.ShouldNotBe(once);
    }

    [Fact]
    public void A_certificate_of_the_real_account_gets_a_stand_in_and_the_report_says_so()
    {
        const string certificate = "arn:aws:acm:us-east-1:999988887777:certificate/0f6a2bd4-5d0e-4c8a-9a53-1f2e3d4c5b6a";
        using var file = new DefinitionFile(DefinitionFile.Small.Replace(
            "{port: 80, protocol: HTTP}", $"{{port: 443, protocol: HTTPS, certificateArn: \"{certificate}\"}}", StringComparison.Ordinal));

        var run = ToolRun.Start("rehearse", file.Path);
        var json = ToolRun.Start("rehearse", file.Path, "--json");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Out);
        run.Out.ReplaceLineEndings(" ").ShouldContain("Stand-ins were used for certificates of your account");
        run.Out.ShouldContain(certificate);
        run.Out.ShouldContain("the account holds what it held before");
        JsonDocument.Parse(json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement.GetProperty("standInCertificates")[0].GetString().ShouldBe(certificate);
    }

    [Fact]
    public void Deployments_that_move_traffic_are_rehearsed_a_good_version_and_one_that_has_to_go_back()
    {
        var run = ToolRun.Start("rehearse", Example("shop-deployments"));

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Ok, run.Out);
        run.Out.ShouldContain("checkout  production traffic shift  ████░░░░░░  40 %  new 2/2, old 2/2");
        run.Out.ShouldMatch(@"
cart +BLUE_GREEN  task-cart-dev:2 +succeeded ");
        run.Out.ShouldMatch(@"
cart +BLUE_GREEN  task-cart-dev:3 +rolled back ");
        run.Out.ShouldMatch(@"
good version +ok ");
        run.Out.ShouldMatch(@"
bad version +ok ");
        run.Out.ShouldContain("the account holds what it held before");
        Steps(ToolRun.Start("rehearse", Example("shop-deployments"))).ShouldBe(Steps(run));
    }

    [Theory, MemberData(nameof(Deployed))]
    public void Every_example_whose_deployments_move_traffic_tells_the_whole_story(string file, string[] services)
    {
        var run = ToolRun.Start("rehearse", Path.Combine(Examples, file), "--json");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        var report = JsonDocument.Parse(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        report.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("phase").GetString()).ShouldBe(["up", "status", "deploy", "deployBad", "replan", "down", "proof"]);
        report.GetProperty("deployments").EnumerateArray().Select(deployment => $"{deployment.GetProperty("service")} {deployment.GetProperty("state")}").ShouldBe(
            [.. services.Select(service => $"{service} succeeded"), .. services.Select(service => $"{service} rolledBack")]);
        report.GetProperty("left").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void No_example_that_moves_traffic_is_left_out() =>
        Directory.EnumerateFiles(Examples, "*.yaml", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.Contains("strategy: BLUE_GREEN", StringComparison.Ordinal) || line.Contains("strategy: LINEAR", StringComparison.Ordinal) || line.Contains("strategy: CANARY", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Examples, file))
            .ShouldBe([.. Deployed.Select(row => row.Data.Item1), Path.Combine("shop-deployments", "platform.yaml")], ignoreOrder: true);

    public static TheoryData<string, string[]> Deployed => new()
    {
        { Path.Combine("fintech-mesh", "platform.yaml"), ["account-service", "gateway-service", "transaction-service"] },
        { Path.Combine("fintech-mesh", "service-connect.yaml"), ["account-service", "gateway-service", "transaction-service"] },
        { Path.Combine("pci-deployments", "platform.yaml"), ["notification-service", "payment-api", "transaction-processor"] },
    };

    [Fact]
    public void A_secret_without_its_source_gets_a_stand_in_and_the_output_says_so()
    {
        using var file = new DefinitionFile(withSecret: false);

        var run = ToolRun.Start("rehearse", file.Path);

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldContain("Stand-in values were used for secrets whose source is missing here: database.");
    }

    [Fact]
    public void Json_is_a_line_per_event_and_the_report_comes_last()
    {
        using var file = new DefinitionFile();

        var run = ToolRun.Start("rehearse", file.Path, "--json");

        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.SkipLast(1).ShouldAllBe(line => line.GetProperty("type").GetString() == "event");
        lines.ShouldContain(line => line.GetProperty("type").GetString() == "event" && line.GetProperty("what").GetString() == "created" && line.GetProperty("resource").GetString() == "service/web");
        var report = lines[^1];
        report.GetProperty("type").GetString().ShouldBe("rehearsal");
        report.GetProperty("succeeded").GetBoolean().ShouldBeTrue();
        report.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("phase").GetString()).ShouldBe(["up", "status", "replan", "down", "proof"]);
        report.GetProperty("left").GetArrayLength().ShouldBe(0);
        report.GetProperty("status").GetProperty("services")[0].GetProperty("running").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_stop_ends_it_with_130()
    {
        using var file = new DefinitionFile();
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var run = await ToolRun.StartAsync(null, stop.Token, "rehearse", file.Path);

        run.ExitCode.ShouldBe(ExitCode.Stopped);
        run.Error.ShouldContain("The sandbox is gone with this process; nothing else was touched.");
    }

    private static string Example(string name = "payments-mesh") => Path.Combine(Examples, name, "platform.yaml");

    private static string Examples => Path.Combine(Root(), "module", "Examples");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EcsPlatform.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static IReadOnlyList<string> Steps(ToolRun run) => [.. run.Out.Split('\n').Where(line => Step().IsMatch(line))];

    [GeneratedRegex(@"^\d\d:\d\d:\d\d  ")]
    private static partial Regex Step();
}
