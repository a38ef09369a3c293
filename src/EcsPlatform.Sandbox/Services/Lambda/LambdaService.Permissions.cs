using System.Text.Json.Nodes;
using Amazon.Lambda.Model;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <content>The resource policy: who may invoke a function.</content>
public sealed partial class LambdaService
{
    /// <summary>For other services: whether a function's resource policy lets a service invoke it for a resource.</summary>
    /// <param name="name">Name or ARN.</param>
    /// <param name="service">"secretsmanager.amazonaws.com".</param>
    /// <param name="source">The resource for which the service asks.</param>
    internal bool MayInvoke(string name, string service, string source)
    {
        if (Find(name) is not { Permissions.Count: > 0 } function)
        {
            return false;
        }

        var request = new AccessRequest("lambda:InvokeFunction", function.Configuration.FunctionArn) { Principal = Principal.Service(service) };
        request.Context["aws:SourceArn"] = [source];
        request.Context["aws:SourceAccount"] = [Region.AccountId];
        return Policy.Parse(PolicyOf(function)).Decide(request) == Decision.Allowed;
    }

    private static string PolicyOf(StoredFunction function) =>
        $$"""{"Version":"2012-10-17","Id":"default","Statement":[{{string.Join(',', function.Permissions.Values)}}]}""";

    private AddPermissionResponse AddPermission(AddPermissionRequest request)
    {
        var function = Function(request.FunctionName, request.Qualifier);
        if (function.Permissions.ContainsKey(request.StatementId))
        {
            throw Conflict($"The statement id ({request.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
        }

        var statement = new JsonObject
        {
            ["Sid"] = request.StatementId,
            ["Effect"] = "Allow",
            ["Principal"] = PrincipalOf(request.Principal),
            ["Action"] = request.Action,
            ["Resource"] = function.Configuration.FunctionArn,
        };
        if (Condition(request) is { Count: > 0 } condition)
        {
            statement["Condition"] = condition;
        }

        function.Permissions[request.StatementId] = statement.ToJsonString();
        function.Configuration.RevisionId = Ids.Uuid();
        return new AddPermissionResponse { Statement = statement.ToJsonString() };
    }

    private static JsonNode PrincipalOf(string principal) =>
        principal == "*" ? JsonValue.Create("*")
        : principal.Contains(".amazonaws.com", StringComparison.Ordinal) ? new JsonObject { ["Service"] = principal }
        : principal.Length == 12 && principal.All(char.IsAsciiDigit) ? new JsonObject { ["AWS"] = $"arn:aws:iam::{principal}:root" }
        : principal.StartsWith("arn:", StringComparison.Ordinal) ? new JsonObject { ["AWS"] = principal }
        : throw Invalid("The provided principal was invalid. Please check the principal and try again.");

    private static JsonObject Condition(AddPermissionRequest request)
    {
        var condition = new JsonObject();
        if (request.SourceAccount is { } account)
        {
            condition["StringEquals"] = new JsonObject { ["AWS:SourceAccount"] = account };
        }

        if (request.SourceArn is { } arn)
        {
            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = arn };
        }

        return condition;
    }

    private RemovePermissionResponse RemovePermission(RemovePermissionRequest request)
    {
        var function = Function(request.FunctionName, request.Qualifier);
        if (!function.Permissions.Remove(request.StatementId))
        {
            throw NotFound($"Statement {request.StatementId} is not found in resource policy.");
        }

        function.Configuration.RevisionId = Ids.Uuid();
        return new RemovePermissionResponse();
    }

    private GetPolicyResponse GetPolicy(GetPolicyRequest request)
    {
        var function = Function(request.FunctionName, request.Qualifier);
        return function.Permissions.Count == 0
            ? throw NotFound("The resource you requested does not exist.")
            : new GetPolicyResponse { Policy = PolicyOf(function), RevisionId = function.Configuration.RevisionId };
    }
}
