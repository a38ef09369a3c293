using System.Text.Json;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>The function for PostgreSQL passwords, in Node.js, with a real server.</summary>
public sealed class PostgreSqlRotationTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly string[] TwiceEach = [.. NodeFunction.AllSteps.SelectMany(step => new[] { step, step })];

    [Fact]
    public async Task A_user_gets_a_new_password_and_the_old_one_ends()
    {
        SkipWhereMissing();
        const string user = "sin\"gle's"; // quoted as it should be, or the server would say so
        await AdminAsync($"CREATE ROLE \"sin\"\"gle's\" LOGIN PASSWORD 'old'");

        var run = await RunAsync(new() { ["it"] = Begun(user, "old") }, TwiceEach);

        run.Errors.ShouldAllBe(error => error == null);
        var (name, password) = Current(run);
        name.ShouldBe(user);
        (await server.AsAsync(user, password, "SELECT 1")).ShouldBe("1");
        (await server.AsAsync(user, "old", "SELECT 1")).ShouldBeNull();
        run.Log.ShouldNotContain(password);
        (await server.LogAsync()).ShouldNotContain(password);
    }

    [Fact]
    public async Task With_an_administrators_secret_two_users_take_turns_and_the_last_password_still_works()
    {
        SkipWhereMissing();
        await AdminAsync("CREATE ROLE readers; CREATE TABLE things (x int); GRANT SELECT ON things TO readers; CREATE ROLE app LOGIN PASSWORD 'first'; GRANT readers TO app; ALTER ROLE app SET search_path TO \"$user\", public");
        var admin = NodeFunction.Begun(Value(PostgresServer.Admin, PostgresServer.AdminPassword));

        var first = await RunAsync(new() { ["it"] = Begun("app", "first", "admin-secret"), ["admin-secret"] = admin }, TwiceEach);
        first.Errors.ShouldAllBe(error => error == null);
        var (clone, clonePassword) = Current(first);
        clone.ShouldBe("app_clone");
        (await server.AsAsync(clone, clonePassword, "SELECT count(*) FROM things; SHOW search_path")).ShouldBe("0\n\"$user\", public");
        (await server.AsAsync("app", "first", "SELECT 1")).ShouldBe("1");

        var second = await RunAsync(new() { ["it"] = Begun(clone, clonePassword, "admin-secret"), ["admin-secret"] = admin }, NodeFunction.AllSteps);
        second.Errors.ShouldAllBe(error => error == null);
        var (user, password) = Current(second);
        user.ShouldBe("app");
        (await server.AsAsync("app", password, "SELECT 1")).ShouldBe("1");
        (await server.AsAsync("app", "first", "SELECT 1")).ShouldBeNull();
        (await server.AsAsync(clone, clonePassword, "SELECT 1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_no_password()
    {
        SkipWhereMissing();
        var run = await NodeFunction.RunAsync(RotationFunction.PostgreSql, Begun("anybody", "old"), ["createSecret", "setSecret"]);

        run.Errors[1]!.ShouldContain("cannot be reached");
        run.Secrets["it"].At("AWSCURRENT")!.ShouldContain("old");
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_saying_it()
    {
        SkipWhereMissing();
        var run = await RunAsync(new() { ["it"] = Begun("nobody", "wrong-password") }, ["createSecret", "setSecret"]);

        run.Errors[1]!.ShouldContain("28P01");
        run.Log.ShouldNotContain("wrong-password");
    }

    private void SkipWhereMissing()
    {
        NodeFunction.SkipWhereMissing();
        server.SkipWhereMissing();
    }

    private Task AdminAsync(string sql) => server.AsAsync(PostgresServer.Admin, PostgresServer.AdminPassword, sql);

    private Task<NodeRun> RunAsync(Dictionary<string, RotatingSecret> secrets, IEnumerable<string> steps) =>
        NodeFunction.RunAsync(RotationFunction.PostgreSql, secrets, steps, new() { ["NODE_EXTRA_CA_CERTS"] = server.RootFile });

    private RotatingSecret Begun(string username, string password, string? adminSecret = null) => NodeFunction.Begun(
        Value(username, password),
        RotationTags.For(new SecretDefinition { Name = "it", Rotation = new SecretRotation { Days = 30, Method = RotationMethod.PostgreSql } }, adminSecret, []));

    private string Value(string username, string password) => JsonSerializer.Serialize(new { host = "localhost", port = server.Port, dbname = "postgres", username, password });

    private static (string User, string Password) Current(NodeRun run)
    {
        var value = JsonDocument.Parse(run.Secrets["it"].At("AWSCURRENT")!).RootElement;
        return (value.GetProperty("username").GetString()!, value.GetProperty("password").GetString()!);
    }
}
