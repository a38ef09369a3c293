using Amazon.CloudWatchLogs.Model;
using EcsPlatform.Sandbox.Services.Kms;

namespace EcsPlatform.Sandbox.Services;

/// <content>Groups encrypted under a key of the account.</content>
public sealed partial class LogsService
{
    private AssociateKmsKeyResponse AssociateKmsKey(AssociateKmsKeyRequest request)
    {
        var group = Group(request.LogGroupName, request.ResourceIdentifier);
        CheckKey(request.KmsKeyId, group.Arn);
        group.KmsKeyId = request.KmsKeyId;
        return new AssociateKmsKeyResponse();
    }

    private DisassociateKmsKeyResponse DisassociateKmsKey(DisassociateKmsKeyRequest request)
    {
        Group(request.LogGroupName, request.ResourceIdentifier).KmsKeyId = null;
        return new DisassociateKmsKeyResponse();
    }

    // The service itself uses the key, with the group's ARN as encryption context; IAM has no say ("Encrypt log data in CloudWatch Logs using AWS KMS").
    private void CheckKey(string? key, string group)
    {
        if (key is null)
        {
            return;
        }

        var kms = Region.Get<KmsService>();
        var context = new Dictionary<string, string> { ["aws:logs:arn"] = group };
        var service = Principal.Service($"logs.{Region.Name}.amazonaws.com");
        if (!key.StartsWith("arn:", StringComparison.Ordinal)
            || kms.FindKey(key) is not { IsSymmetric: true }
            || !new[] { "Encrypt", "Decrypt", "GenerateDataKey" }.All(action => kms.MayUse(key, action, service, context, source: group)))
        {
            throw Invalid($"The specified KMS key does not exist or is not allowed to be used with Arn '{group}'");
        }
    }
}
