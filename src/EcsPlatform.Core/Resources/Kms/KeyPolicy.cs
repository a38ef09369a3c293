using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Kms;

/// <summary>Who may use a key: whom IAM allows, and for logs the log service, for the platform's log groups only.</summary>
internal static class KeyPolicy
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The one name that a key's policy can have (KMS API, PutKeyPolicy).</summary>
    public const string Name = "default";

    public static string Of(KeyResource desired, Resolution resolution)
    {
        // KMS Developer Guide, default key policy: without this statement IAM policies count for nothing, and nobody could ever change the key again.
        var statements = new JsonArray(new JsonObject
        {
            ["Sid"] = "IamPoliciesDecide",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = $"arn:{resolution.Partition}:iam::{resolution.AccountId}:root" },
            ["Action"] = "kms:*",
            ["Resource"] = "*",
        });
        if (desired.Use == KeyUse.Logs)
        {
            statements.Add(LogService(resolution));
        }

        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements }.ToJsonString(Plain);
    }

    /// <summary>CloudWatch Logs User Guide, "Encrypt log data using KMS": step 2, set permissions on the KMS key.</summary>
    private static JsonObject LogService(Resolution resolution) => new()
    {
        ["Sid"] = "LogGroupsOfThePlatform",
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Service"] = $"logs.{resolution.Region}.amazonaws.com{(resolution.Partition == "aws-cn" ? ".cn" : "")}" },
        ["Action"] = new JsonArray("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"),
        ["Resource"] = "*",
        ["Condition"] = new JsonObject
        {
            ["ArnLike"] = new JsonObject { ["kms:EncryptionContext:aws:logs:arn"] = resolution.Arn("logs", $"log-group:{resolution.Scope.Names.LogGroupPrefix}*") },
        },
    };
}
