using Amazon.SecretsManager.Model;
using static EcsPlatform.Aws.Models.SecretsManagerModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class SecretsManagerTests
{
    private readonly AwsSandbox _sandbox = new();

    private VirtualClock Clock => (VirtualClock)_sandbox.Clock;

    [Fact]
    public void A_secret_is_read_by_name_by_ARN_and_by_ARN_without_its_suffix()
    {
        var made = Make("pay/db", "s3cret");

        made.ARN.ShouldMatch("^arn:aws:secretsmanager:us-east-1:123456789012:secret:pay/db-[A-Za-z0-9]{6}$");
        foreach (var id in new[] { "pay/db", made.ARN, made.ARN[..^7] })
        {
            _sandbox.Call(GetSecretValue, new GetSecretValueRequest { SecretId = id }).SecretString.ShouldBe("s3cret");
        }

        _sandbox.Refuses(GetSecretValue, new GetSecretValueRequest { SecretId = "pay/db" }, "eu-west-1").Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void The_same_token_makes_one_secret_and_another_token_is_refused()
    {
        var request = new CreateSecretRequest { Name = "db", SecretString = "s3cret", ClientRequestToken = new string('a', 32) };
        var first = _sandbox.Call(CreateSecret, request);

        _sandbox.Call(CreateSecret, request).ARN.ShouldBe(first.ARN);
        request.ClientRequestToken = new string('b', 32);
        var refusal = _sandbox.Refuses(CreateSecret, request);

        (refusal.Code, refusal.Said).ShouldBe(("ResourceExistsException", "The operation failed because the secret db already exists."));
    }

    [Fact]
    public void A_deleted_secret_blocks_its_name_until_its_window_is_over()
    {
        Make("db", "s3cret");
        _sandbox.Call(DeleteSecret, new DeleteSecretRequest { SecretId = "db", RecoveryWindowInDays = 7 });

        var refusal = _sandbox.Refuses(CreateSecret, new CreateSecretRequest { Name = "db" });
        (refusal.Code, refusal.Said).ShouldBe(("InvalidRequestException",
            "You can't create this secret because a secret with this name is already scheduled for deletion."));
        _sandbox.Refuses(GetSecretValue, new GetSecretValueRequest { SecretId = "db" }).Code.ShouldBe("InvalidRequestException");
        Clock.Advance(TimeSpan.FromDays(7));
        Make("db", "new");
    }

    [Fact]
    public void A_secret_deleted_without_recovery_frees_its_name_moments_later()
    {
        Make("db", "s3cret");
        _sandbox.Call(DeleteSecret, new DeleteSecretRequest { SecretId = "db", ForceDeleteWithoutRecovery = true });

        _sandbox.Refuses(DescribeSecret, new DescribeSecretRequest { SecretId = "db" }).Code.ShouldBe("ResourceNotFoundException");
        _sandbox.Refuses(CreateSecret, new CreateSecretRequest { Name = "db" }).Code.ShouldBe("InvalidRequestException");
        _sandbox.Call(DeleteSecret, new DeleteSecretRequest { SecretId = "db", ForceDeleteWithoutRecovery = true }).Name.ShouldBe("db");
        Clock.Advance(TimeSpan.FromSeconds(2));
        Make("db", "new");
    }

    [Fact]
    public void A_secret_can_be_brought_back_within_its_window()
    {
        Make("db", "s3cret");
        _sandbox.Call(DeleteSecret, new DeleteSecretRequest { SecretId = "db" });
        _sandbox.Call(RestoreSecret, new RestoreSecretRequest { SecretId = "db" });
        Clock.Advance(TimeSpan.FromDays(60));

        _sandbox.Call(GetSecretValue, new GetSecretValueRequest { SecretId = "db" }).SecretString.ShouldBe("s3cret");
    }

    [Fact]
    public void A_new_value_makes_the_old_one_the_previous()
    {
        var first = Make("db", "one").VersionId;
        var second = _sandbox.Call(PutSecretValue, new PutSecretValueRequest { SecretId = "db", SecretString = "two" }).VersionId;

        Stage("AWSCURRENT").ShouldBe("two");
        Stage("AWSPREVIOUS").ShouldBe("one");
        var stages = _sandbox.Call(DescribeSecret, new DescribeSecretRequest { SecretId = "db" }).VersionIdsToStages;
        stages[first].ShouldBe(["AWSPREVIOUS"]);
        stages[second].ShouldBe(["AWSCURRENT"]);

        string Stage(string stage) =>
            _sandbox.Call(GetSecretValue, new GetSecretValueRequest { SecretId = "db", VersionStage = stage }).SecretString;
    }

    [Fact]
    public void Secrets_are_listed_by_tag_without_their_values()
    {
        _sandbox.Call(CreateSecret, new CreateSecretRequest { Name = "db", Tags = [new Tag { Key = "team", Value = "pay" }] });
        Make("other", "x");

        var listed = _sandbox.Call(ListSecrets, new ListSecretsRequest { Filters = [new Filter { Key = "tag-key", Values = ["team"] }] });

        listed.SecretList.ShouldHaveSingleItem().Name.ShouldBe("db");
    }

    [Fact]
    public void Bytes_come_back_as_they_were()
    {
        _sandbox.Call(CreateSecret, new CreateSecretRequest { Name = "key", SecretBinary = new MemoryStream([1, 2, 255]) });

        _sandbox.Call(GetSecretValue, new GetSecretValueRequest { SecretId = "key" }).SecretBinary.ToArray().ShouldBe([1, 2, 255]);
    }

    [Fact]
    public void A_random_password_has_a_character_of_every_kind_and_none_that_is_excluded()
    {
        var password = _sandbox.Call(GetRandomPassword, new GetRandomPasswordRequest { PasswordLength = 12, ExcludeCharacters = "\"@/\\" }).RandomPassword;

        password.Length.ShouldBe(12);
        password.ShouldMatch("[a-z]");
        password.ShouldMatch("[A-Z]");
        password.ShouldMatch("[0-9]");
        password.IndexOfAny(['"', '@', '/', '\\']).ShouldBe(-1);
    }

    [Fact]
    public void A_secret_without_a_policy_is_answered_without_one()
    {
        var made = Make("db", "s3cret");

        var answer = _sandbox.Call(GetResourcePolicy, new GetResourcePolicyRequest { SecretId = "db" });
        (answer.ARN, answer.ResourcePolicy).ShouldBe((made.ARN, null));
        _sandbox.Refuses(GetResourcePolicy, new GetResourcePolicyRequest { SecretId = "gone" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void The_journal_names_the_secret_and_never_its_value()
    {
        Make("db", "s3cret");
        _sandbox.Call(PutSecretValue, new PutSecretValueRequest { SecretId = "db", SecretString = "s3cret-2" });

        _sandbox.Journal.Entries.Select(call => call.Resource).ShouldBe(["db", "db"]);
        string.Join('\n', _sandbox.Journal.Entries).ShouldNotContain("s3cret");
    }

    private CreateSecretResponse Make(string name, string value) =>
        _sandbox.Call(CreateSecret, new CreateSecretRequest { Name = name, SecretString = value });
}
