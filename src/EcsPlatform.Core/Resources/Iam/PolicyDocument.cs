using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsPlatform.Core.Resources.Iam;

/// <summary>What a policy allows: actions on resources, under conditions.</summary>
/// <param name="Actions">IAM actions: "s3:PutObject".</param>
/// <param name="Resources">Resource ARNs.</param>
public sealed record PolicyGrant(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    /// <summary>What must be so, by condition key ("kms:ViaService"), exactly; nothing when left out.</summary>
    public IReadOnlyDictionary<string, string>? Equal { get; init; }
}

/// <summary>Writes IAM policy documents, and compares them by what they mean: IAM reorders members and turns lists of one into strings.</summary>
internal static class PolicyDocument
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A policy that allows just these.</summary>
    public static string Allow(IEnumerable<PolicyGrant> grants) => Write([.. grants.Select(Statement)]);

    /// <summary>A trust policy for an AWS service; where the service says for whom it comes, for this account and region only (and so not for a deputy confused by somebody else).</summary>
    public static string Trust(RoleTrust trust, string partition, string region, string account)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = trust.Principal },
            ["Action"] = "sts:AssumeRole",
        };
        if (trust.Source is { } source)
        {
            statement["Condition"] = new JsonObject
            {
                ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account },
                ["ArnLike"] = new JsonObject { ["aws:SourceArn"] = $"arn:{partition}:{source}:{region}:{account}:*" },
            };
        }

        return Write([statement]);
    }

    /// <summary>The document in a form in which equal meanings are equal texts; null for none.</summary>
    public static string? Normalize(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }

        var text = json.StartsWith('%') ? Uri.UnescapeDataString(json) : json;
        return Normalize(JsonNode.Parse(text), "")?.ToJsonString(Plain);
    }

    private static JsonObject Statement(PolicyGrant grant)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Action"] = List(grant.Actions),
            ["Resource"] = List(grant.Resources),
        };
        if (grant.Equal is { } equal)
        {
            statement["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject(equal.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
        }

        return statement;
    }

    private static string Write(JsonArray statements) => new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements }.ToJsonString(Plain);

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value!)];

    private static JsonNode? Normalize(JsonNode? node, string name) => node switch
    {
        JsonObject @object => new JsonObject(@object
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Normalize(Listed(member.Value, member.Key), member.Key)))),
        JsonArray array => new JsonArray([.. array.Select(item => Normalize(item, name)).OrderBy(item => item?.ToJsonString(Plain), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Where IAM takes one value or many, many.</summary>
    private static JsonNode? Listed(JsonNode? value, string member) =>
        value is not (null or JsonArray) && member is ("Action" or "Resource" or "NotAction" or "NotResource" or "Statement")
            ? new JsonArray(value!.DeepClone())
            : value?.DeepClone();
}
