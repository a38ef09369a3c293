using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Kms;

/// <summary>Keys in the services that encrypt under them.</summary>
public sealed class EncryptedResourceTests
{
    private readonly AwsSandbox _sandbox = new();

    [Fact]
    public void A_log_group_takes_a_key_whose_policy_lets_the_service_use_it_for_that_group()
    {
        var closed = _sandbox.Call(KeyManagementServiceModel.CreateKey, new()).KeyMetadata.Arn;
        var open = _sandbox.Call(KeyManagementServiceModel.CreateKey, new() { Policy = LogsPolicy("/payments/*") }).KeyMetadata.Arn;

        _sandbox.Refuses(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "/payments/web", KmsKeyId = closed }).Code.ShouldBe("InvalidParameterException");
        _sandbox.Refuses(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "/other/web", KmsKeyId = open }).Said.ShouldContain("does not exist or is not allowed to be used");
        _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "/payments/web", KmsKeyId = open });

        _sandbox.Call(CloudWatchLogsModel.DescribeLogGroups, new()).LogGroups.ShouldHaveSingleItem().KmsKeyId.ShouldBe(open);
    }

    [Fact]
    public void A_log_group_changes_its_key_in_place()
    {
        var key = _sandbox.Call(KeyManagementServiceModel.CreateKey, new() { Policy = LogsPolicy("*") }).KeyMetadata;
        _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "g" });

        _sandbox.Call(CloudWatchLogsModel.AssociateKmsKey, new() { LogGroupName = "g", KmsKeyId = key.Arn });
        _sandbox.Call(CloudWatchLogsModel.DescribeLogGroups, new()).LogGroups[0].KmsKeyId.ShouldBe(key.Arn);
        _sandbox.Call(CloudWatchLogsModel.DisassociateKmsKey, new() { LogGroupName = "g" });
        _sandbox.Call(CloudWatchLogsModel.DescribeLogGroups, new()).LogGroups[0].KmsKeyId.ShouldBeNull();

        _sandbox.Call(KeyManagementServiceModel.DisableKey, new() { KeyId = key.KeyId });
        _sandbox.Refuses(CloudWatchLogsModel.AssociateKmsKey, new() { LogGroupName = "g", KmsKeyId = key.Arn }).Code.ShouldBe("InvalidParameterException");
    }

    [Fact]
    public void A_repository_is_under_its_key_or_the_accounts_own()
    {
        var key = _sandbox.Call(KeyManagementServiceModel.CreateKey, new()).KeyMetadata;

        _sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "web", EncryptionConfiguration = new() { EncryptionType = "KMS", KmsKey = key.KeyId } })
            .Repository.EncryptionConfiguration.KmsKey.ShouldBe(key.Arn);
        _sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "api", EncryptionConfiguration = new() { EncryptionType = "KMS" } })
            .Repository.EncryptionConfiguration.KmsKey.ShouldStartWith("arn:aws:kms:us-east-1:123456789012:key/");
        _sandbox.Refuses(ECRModel.CreateRepository, new() { RepositoryName = "job", EncryptionConfiguration = new() { EncryptionType = "KMS", KmsKey = "alias/none" } })
            .Code.ShouldBe("KmsException");
        _sandbox.Inventory().Count(line => line.Contains(" Kms ")).ShouldBe(1);
    }

    private static string LogsPolicy(string groups) => $$$"""
        {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"},
        {"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],"Resource":"*",
        "Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:123456789012:log-group:{{{groups}}}"} } }]}
        """;
}
