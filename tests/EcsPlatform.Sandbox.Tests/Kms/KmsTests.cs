using System.Text;
using Amazon.KeyManagementService.Model;
using EcsPlatform.Sandbox.Services;
using static EcsPlatform.Aws.Models.KeyManagementServiceModel;

namespace EcsPlatform.Sandbox.Tests.Kms;

public sealed class KmsTests
{
    private readonly AwsSandbox _sandbox = new();

    private VirtualClock Clock => (VirtualClock)_sandbox.Clock;

    [Fact]
    public void A_new_key_is_enabled_and_leaves_the_account_to_IAM()
    {
        var key = Make();

        key.Enabled.ShouldBe(true);
        key.KeyState.Value.ShouldBe("Enabled");
        key.KeySpec.Value.ShouldBe("SYMMETRIC_DEFAULT");
        key.Arn.ShouldBe($"arn:aws:kms:us-east-1:123456789012:key/{key.KeyId}");
        _sandbox.Call(GetKeyPolicy, new() { KeyId = key.KeyId }).Policy.ShouldContain("arn:aws:iam::123456789012:root");
        _sandbox.Inventory().ShouldContain($"us-east-1 Kms Keys/{key.KeyId}");
    }

    [Fact]
    public void The_old_name_of_a_keys_spec_counts_as_the_new_one()
    {
#pragma warning disable CS0618 // Terraform sends it.
        var key = _sandbox.Call(CreateKey, new() { CustomerMasterKeySpec = "ECC_NIST_P256", KeyUsage = "SIGN_VERIFY" }).KeyMetadata;
#pragma warning restore CS0618

        key.KeySpec.Value.ShouldBe("ECC_NIST_P256");
    }

    [Fact]
    public void What_was_encrypted_under_an_alias_comes_back_with_the_same_context_only()
    {
        var key = Make();
        _sandbox.Call(CreateAlias, new() { AliasName = "alias/data", TargetKeyId = key.KeyId });
        var sealedText = _sandbox.Call(Encrypt, new()
        {
            KeyId = "alias/data",
            Plaintext = new MemoryStream("card"u8.ToArray()),
            EncryptionContext = new() { ["table"] = "payments" },
        }).CiphertextBlob.ToArray();

        Encoding.UTF8.GetString(sealedText).ShouldNotContain("card");
        Opened(sealedText, "payments").ShouldBe("card");
        _sandbox.Refuses(Decrypt, new() { CiphertextBlob = new MemoryStream(sealedText), EncryptionContext = new() { ["table"] = "refunds" } })
            .Code.ShouldBe("InvalidCiphertextException");
        _sandbox.Refuses(Decrypt, new() { CiphertextBlob = new MemoryStream(sealedText), KeyId = Make().KeyId, EncryptionContext = new() { ["table"] = "payments" } })
            .Code.ShouldBe("IncorrectKeyException");
    }

    [Fact]
    public void Material_rotates_on_its_day_and_old_text_stays_readable()
    {
        var key = Make();
        _sandbox.Call(EnableKeyRotation, new() { KeyId = key.KeyId, RotationPeriodInDays = 90 });
        var old = _sandbox.Call(Encrypt, new() { KeyId = key.KeyId, Plaintext = new MemoryStream("card"u8.ToArray()), EncryptionContext = new() { ["table"] = "t" } }).CiphertextBlob.ToArray();
        Clock.PendingTimers.ShouldBe(0);
        var status = _sandbox.Call(GetKeyRotationStatus, new() { KeyId = key.KeyId });
        status.KeyRotationEnabled.ShouldBe(true);
        status.NextRotationDate.ShouldBe(VirtualClock.DefaultStart.AddDays(90).UtcDateTime);

        Clock.Advance(TimeSpan.FromDays(181));

        var rotations = _sandbox.Call(ListKeyRotations, new() { KeyId = key.KeyId }).Rotations;
        rotations.Select(rotation => rotation.RotationDate).ShouldBe(
            [VirtualClock.DefaultStart.AddDays(90).UtcDateTime, VirtualClock.DefaultStart.AddDays(180).UtcDateTime]);
        rotations[^1].KeyMaterialId.ShouldBe(_sandbox.Call(DescribeKey, new() { KeyId = key.KeyId }).KeyMetadata.CurrentKeyMaterialId);
        Opened(old, "t", "table").ShouldBe("card");
    }

    [Fact]
    public void A_disabled_key_is_rotated_when_it_is_enabled_again()
    {
        var key = Make();
        _sandbox.Call(EnableKeyRotation, new() { KeyId = key.KeyId, RotationPeriodInDays = 90 });
        _sandbox.Call(DisableKey, new() { KeyId = key.KeyId });
        Clock.Advance(TimeSpan.FromDays(100));
        _sandbox.Call(ListKeyRotations, new() { KeyId = key.KeyId }).Rotations.ShouldBeEmpty();

        _sandbox.Call(EnableKey, new() { KeyId = key.KeyId });

        _sandbox.Call(ListKeyRotations, new() { KeyId = key.KeyId }).Rotations.ShouldHaveSingleItem().RotationDate
            .ShouldBe(VirtualClock.DefaultStart.AddDays(100).UtcDateTime);
    }

    [Theory]
    [InlineData(89)]
    [InlineData(2561)]
    public void Rotation_takes_90_to_2560_days(int days) =>
        _sandbox.Refuses(EnableKeyRotation, new() { KeyId = Make().KeyId, RotationPeriodInDays = days }).Code.ShouldBe("ValidationException");

    [Fact]
    public void A_key_waits_for_its_deletion_and_takes_its_aliases_along()
    {
        var key = Make();
        _sandbox.Call(CreateAlias, new() { AliasName = "alias/data", TargetKeyId = key.KeyId });
        _sandbox.Refuses(ScheduleKeyDeletion, new() { KeyId = key.KeyId, PendingWindowInDays = 6 }).Code.ShouldBe("ValidationException");

        _sandbox.Call(ScheduleKeyDeletion, new() { KeyId = key.KeyId, PendingWindowInDays = 7 }).KeyState.Value.ShouldBe("PendingDeletion");

        _sandbox.Inventory().ShouldNotContain($"us-east-1 Kms Keys/{key.KeyId}");
        _sandbox.Refuses(Encrypt, new() { KeyId = "alias/data", Plaintext = new MemoryStream([1]) }).Code.ShouldBe("KMSInvalidStateException");
        _sandbox.Refuses(ScheduleKeyDeletion, new() { KeyId = key.KeyId }).Code.ShouldBe("KMSInvalidStateException");
        Clock.Advance(TimeSpan.FromDays(7));
        _sandbox.Refuses(DescribeKey, new() { KeyId = key.KeyId }).Code.ShouldBe("NotFoundException");
        _sandbox.Call(ListAliases, new()).Aliases.ShouldBeEmpty();
    }

    [Fact]
    public void A_cancelled_deletion_leaves_the_key_disabled()
    {
        var key = Make();
        _sandbox.Call(ScheduleKeyDeletion, new() { KeyId = key.KeyId });

        _sandbox.Call(CancelKeyDeletion, new() { KeyId = key.KeyId });

        Clock.Advance(TimeSpan.FromDays(40));
        _sandbox.Call(DescribeKey, new() { KeyId = key.KeyId }).KeyMetadata.KeyState.Value.ShouldBe("Disabled");
        _sandbox.Refuses(Encrypt, new() { KeyId = key.KeyId, Plaintext = new MemoryStream([1]) }).Code.ShouldBe("DisabledException");
    }

    [Theory]
    [InlineData("data", "ValidationException")]
    [InlineData("alias/aws/data", "NotAuthorizedException")]
    [InlineData("alias/taken", "AlreadyExistsException")]
    public void An_alias_has_a_name_of_its_own(string name, string code)
    {
        var key = Make();
        _sandbox.Call(CreateAlias, new() { AliasName = "alias/taken", TargetKeyId = key.KeyId });

        _sandbox.Refuses(CreateAlias, new() { AliasName = name, TargetKeyId = key.KeyId }).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("{", "contains invalid Json")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/nobody"},"Action":"kms:*","Resource":"*"}]}""", "invalid principals")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":"kms:*","Resource":"*"}]}""", "not allow you to update")]
    public void A_key_policy_that_is_wrong_or_locks_out_is_refused(string policy, string said)
    {
        var refusal = _sandbox.Refuses(PutKeyPolicy, new() { KeyId = Make().KeyId, PolicyName = "default", Policy = policy });

        refusal.Code.ShouldBe("MalformedPolicyDocumentException");
        refusal.Said.ShouldContain(said);
    }

    [Fact]
    public void Whoever_locks_out_everybody_on_purpose_cannot_use_the_key()
    {
        var key = Make();
        _sandbox.Call(PutKeyPolicy, new()
        {
            KeyId = key.KeyId,
            Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":"kms:*","Resource":"*"}]}""",
            BypassPolicyLockoutSafetyCheck = true,
        });

        _sandbox.Refuses(DescribeKey, new() { KeyId = key.KeyId }).Code.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public void Listings_come_in_pages()
    {
        var keys = Enumerable.Range(0, 5).Select(_ => Make().KeyId).ToHashSet();

        var first = _sandbox.Call(ListKeys, new() { Limit = 3 });
        var second = _sandbox.Call(ListKeys, new() { Limit = 3, Marker = first.NextMarker });

        first.Truncated.ShouldBe(true);
        second.Truncated.ShouldBe(false);
        first.Keys.Concat(second.Keys).Select(key => key.KeyId).ShouldBe(keys, ignoreOrder: true);
    }

    [Fact]
    public void A_grant_lets_a_role_decrypt_until_it_is_revoked()
    {
        var key = Make();
        _sandbox.Call(EcsPlatform.Aws.Models.IdentityManagementModel.CreateRole, new()
        {
            RoleName = "web",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        const string role = "arn:aws:iam::123456789012:role/web";
        MayDecrypt().ShouldBeFalse();

        _sandbox.Refuses(CreateGrant, new() { KeyId = key.KeyId, GranteePrincipal = role + "2", Operations = ["Decrypt"] }).Code.ShouldBe("InvalidArnException");
        var grant = _sandbox.Call(CreateGrant, new() { KeyId = key.KeyId, GranteePrincipal = role, Operations = ["Decrypt"] }).GrantId;
        MayDecrypt().ShouldBeTrue();

        _sandbox.Call(RevokeGrant, new() { KeyId = key.KeyId, GrantId = grant });
        MayDecrypt().ShouldBeFalse();

        bool MayDecrypt() => _sandbox.Look((Services.Kms.KmsService kms) => kms.MayUse(key.KeyId, "Decrypt", Principal.Aws(role)));
    }

    [Fact]
    public void Keys_aliases_and_what_is_due_survive_the_state_file()
    {
        var key = Make();
        _sandbox.Call(CreateAlias, new() { AliasName = "alias/data", TargetKeyId = key.KeyId });
        _sandbox.Call(EnableKeyRotation, new() { KeyId = key.KeyId, RotationPeriodInDays = 90 });
        var sealedText = _sandbox.Call(Encrypt, new() { KeyId = "alias/data", Plaintext = new MemoryStream("card"u8.ToArray()) }).CiphertextBlob.ToArray();
        var path = Path.GetTempFileName();
        try
        {
            StateFile.Save(_sandbox, path);
            var other = new AwsSandbox();
            StateFile.Load(other, path);
            ((VirtualClock)other.Clock).Advance(TimeSpan.FromDays(91));

            other.Call(ListKeyRotations, new() { KeyId = key.KeyId }).Rotations.ShouldHaveSingleItem();
            Encoding.UTF8.GetString(other.Call(Decrypt, new() { CiphertextBlob = new MemoryStream(sealedText) }).Plaintext.ToArray()).ShouldBe("card");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private KeyMetadata Make() => _sandbox.Call(CreateKey, new()).KeyMetadata;

    private string Opened(byte[] sealedText, string value, string name = "table") => Encoding.UTF8.GetString(
        _sandbox.Call(Decrypt, new() { CiphertextBlob = new MemoryStream(sealedText), EncryptionContext = new() { [name] = value } }).Plaintext.ToArray());
}
