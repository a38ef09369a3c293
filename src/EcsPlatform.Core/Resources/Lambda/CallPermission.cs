using System.Text.Json.Nodes;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.Lambda;

/// <summary>Lets Secrets Manager call a function, for secrets of this account only.</summary>
internal static class CallPermission
{
    private const string StatementId = "secretsmanager";
    private const string Principal = "secretsmanager.amazonaws.com";
    private const string Action = "lambda:InvokeFunction";

    public static AddPermissionRequest Request(string function, Resolution resolution) => new()
    {
        FunctionName = function,
        StatementId = StatementId,
        Action = Action,
        Principal = Principal,
        SourceAccount = resolution.AccountId,
    };

    /// <summary>Whether a function's policy has the statement, as Lambda writes it.</summary>
    public static bool IsIn(string? policy, Resolution resolution)
    {
        if (policy is null || JsonNode.Parse(policy)?["Statement"] is not JsonArray statements)
        {
            return false;
        }

        return statements.Any(statement =>
            statement?["Sid"]?.ToString() == StatementId
            && statement["Effect"]?.ToString() == "Allow"
            && statement["Action"]?.ToString() == Action
            && (statement["Principal"] as JsonObject)?["Service"]?.ToString() == Principal
            && ((statement["Condition"] as JsonObject)?["StringEquals"] as JsonObject)?.Any(pair =>
                pair.Key.Equals("AWS:SourceAccount", StringComparison.OrdinalIgnoreCase) && pair.Value?.ToString() == resolution.AccountId) == true);
    }

    /// <summary>Adds the statement; one of that name that says something else makes way.</summary>
    public static async Task PutAsync(string function, ApplyContext context)
    {
        try
        {
            await context.Aws.Lambda.AddPermissionAsync(Request(function, context.Resolution), context.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceConflictException" && error.Message.Contains("already exist", StringComparison.OrdinalIgnoreCase))
        {
            await context.Aws.Lambda.RemovePermissionAsync(new RemovePermissionRequest { FunctionName = function, StatementId = StatementId }, context.Cancellation);
            await context.Aws.Lambda.AddPermissionAsync(Request(function, context.Resolution), context.Cancellation);
        }
    }
}
