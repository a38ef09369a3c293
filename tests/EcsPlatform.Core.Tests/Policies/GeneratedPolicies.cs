using System.Text.Json;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>What a policy document is attached to.</summary>
internal enum PolicyUse
{
    /// <summary>A role: what it may do.</summary>
    Identity,

    /// <summary>A role: who may assume it.</summary>
    Trust,

    /// <summary>A KMS key, a queue, a function: who may use it. "*" in Resource is the thing itself.</summary>
    Resource,
}

/// <summary>A policy that a definition's platform would have.</summary>
/// <param name="Owner">The resource that it belongs to.</param>
/// <param name="Use">What it is attached to.</param>
/// <param name="Statements">What it says.</param>
internal sealed record GeneratedPolicy(Resource Owner, PolicyUse Use, IReadOnlyList<PolicyStatementText> Statements);

/// <summary>
/// Every policy of a definition, out of the requests that would create its resources: whatever kind of resource brings a policy with it,
/// nobody has to name it here.
/// </summary>
internal sealed class GeneratedPolicies
{
    public const string AccountId = "123456789012";

    private GeneratedPolicies(PlatformDefinition definition)
    {
        Definition = definition;
        var account = new Resolution(new PlatformScope(definition.Name, definition.EnvironmentSuffix!, definition.Region), AccountId, "aws", []);
        Resources = PlatformBlueprint.Build(definition, new BlueprintOptions());
        Calls = [.. Resources.SelectMany(resource => resource.Kind.Requests(resource, account).Select(call => (resource, call)))];
        Policies = [.. Calls.SelectMany(call => Read(call.Owner, call.Call))];
        ManagedPolicies = [.. Calls.Where(call => call.Call.Operation.Name == "AttachRolePolicy").Select(call => (call.Owner, Text(call.Call, "PolicyArn")!))];
    }

    public PlatformDefinition Definition { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IReadOnlyList<(Resource Owner, PlannedCall Call)> Calls { get; }

    public IReadOnlyList<GeneratedPolicy> Policies { get; }

    /// <summary>The ARNs of AWS's own policies, by the role that they are attached to.</summary>
    public IReadOnlyList<(Resource Role, string Arn)> ManagedPolicies { get; }

    public static GeneratedPolicies Of(PlatformDefinition definition) => new(definition);

    /// <summary>A member of a request, as text.</summary>
    public static string? Text(PlannedCall call, string member) => call.Request.GetType().GetProperty(member)?.GetValue(call.Request)?.ToString();

    private static IEnumerable<GeneratedPolicy> Read(Resource owner, PlannedCall call) =>
        from property in call.Request.GetType().GetProperties()
        where property.PropertyType == typeof(string) && property.GetIndexParameters().Length == 0
        let text = property.GetValue(call.Request) as string
        where text is not null && text.StartsWith('{') && text.Contains("\"Statement\"", StringComparison.Ordinal)
        select new GeneratedPolicy(owner, UseOf(call.Operation.Name, property.Name), PolicyStatementText.Read(JsonDocument.Parse(text).RootElement));

    private static PolicyUse UseOf(string operation, string member) => (operation, member) switch
    {
        (_, "AssumeRolePolicyDocument") => PolicyUse.Trust,
        ("PutRolePolicy" or "CreatePolicy" or "CreatePolicyVersion", _) => PolicyUse.Identity,
        _ => PolicyUse.Resource,
    };
}
