using EcsPlatform.Sandbox.Services;

namespace EcsPlatform.Cli.Tests;

public sealed class SecretTests : IDisposable
{
    private readonly Account _account = new();
    private readonly DefinitionFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("--json")]
    [InlineData("--debug")]
    public void No_value_shows_anywhere(params string[] more)
    {
        List<ToolRun> runs = [];
        runs.Add(_account.Start(["plan", _file.Path, .. more]));
        runs.Add(_account.Start(["up", _file.Path, "--yes", .. more]));
        string[] values = [DefinitionFile.SecretValue, Value("secret-database-dev"), Value("secret-signing-dev")];
        runs.Add(_account.Start(["plan", _file.Path, .. more]));
        runs.Add(_account.Start(["status", _file.Path, .. more]));
        runs.Add(_account.Start(["down", _file.Path, "--yes", .. more]));
        runs.Add(ToolRun.Start(["rehearse", _file.Path, .. more]));

        values[1].ShouldBe(DefinitionFile.SecretValue);
        values[2].Length.ShouldBe(40);
        foreach (var text in runs.SelectMany(run => new[] { run.Out, run.Error }).Concat(_account.Sandbox.Journal.Entries.Select(entry => entry.ToString())))
        {
            values.ShouldAllBe(value => !text.Contains(value, StringComparison.Ordinal));
        }
    }

    private string Value(string name) => _account.Sandbox.Look((SecretsManagerService secrets) => secrets.FindSecret(name)!.At("AWSCURRENT")!.Value.Value.Text!);
}
