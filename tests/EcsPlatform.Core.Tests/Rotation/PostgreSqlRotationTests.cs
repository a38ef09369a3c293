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

        var run = await RunAsync(Value(user, "old"), TwiceEach);

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
        var first = await RunAsync(Value("app", "first"), TwiceEach, "admin-secret");
        first.Errors.ShouldAllBe(error => error == null);
        var (clone, clonePassword) = Current(first);
        clone.ShouldBe("app_clone");
        (await server.AsAsync(clone, clonePassword, "SELECT count(*) FROM things; SHOW search_path")).ShouldBe("0\n\"$user\", public");
        (await server.AsAsync("app", "first", "SELECT 1")).ShouldBe("1");

        var second = await RunAsync(Value(clone, clonePassword), NodeFunction.AllSteps, "admin-secret");
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
        var run = await RunAsync(Value("anybody", "old"), ["createSecret", "setSecret"], trusted: false);

        run.Errors[1]!.ShouldContain("cannot be reached");
        run.Current!.ShouldContain("old");
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_saying_it()
    {
        SkipWhereMissing();
        var run = await RunAsync(Value("nobody", "wrong-password"), ["createSecret", "setSecret"]);

        run.Errors[1]!.ShouldContain("28P01");
        run.Log.ShouldNotContain("wrong-password");
    }

    private void SkipWhereMissing()
    {
        NodeFunction.SkipWhereMissing();
        server.SkipWhereMissing();
    }

    private Task AdminAsync(string sql) => server.AsAsync(PostgresServer.Admin, PostgresServer.AdminPassword, sql);

    private async Task<RotationRun> RunAsync(string value, IEnumerable<string> steps, string? adminSecret = null, bool trusted = true)
    {
        await using var account = await RotatingAccount.StartAsync();
        if (adminSecret is not null)
        {
            await account.CreateAsync(Value(PostgresServer.Admin, PostgresServer.AdminPassword), name: adminSecret);
        }

        await account.BeginAsync(value, RotationTags.For(new SecretDefinition { Name = "it", Rotation = new SecretRotation { Days = 30, Method = RotationMethod.PostgreSql } }, adminSecret, []));
        return await account.RunAsync(RotationFunction.PostgreSql, steps, trusted ? new Dictionary<string, string> { ["NODE_EXTRA_CA_CERTS"] = server.RootFile } : null);
    }

    private string Value(string username, string password) => JsonSerializer.Serialize(new { host = "localhost", port = server.Port, dbname = "postgres", username, password });

    private static (string User, string Password) Current(RotationRun run)
    {
        var value = JsonDocument.Parse(run.Current!).RootElement;
        return (value.GetProperty("username").GetString()!, value.GetProperty("password").GetString()!);
    }
}
