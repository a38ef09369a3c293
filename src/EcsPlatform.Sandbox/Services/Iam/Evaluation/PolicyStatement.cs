using System.Text.Json;

namespace EcsPlatform.Sandbox.Services;

/// <summary>One statement of a policy.</summary>
internal sealed class PolicyStatement
{
    private IReadOnlyList<string>? _actions;
    private IReadOnlyList<string>? _notActions;
    private IReadOnlyList<string>? _resources;
    private IReadOnlyList<string>? _notResources;
    private IReadOnlyDictionary<string, IReadOnlyList<string>>? _principals;
    private IReadOnlyDictionary<string, IReadOnlyList<string>>? _notPrincipals;
    private IReadOnlyList<PolicyCondition> _conditions = [];

    /// <summary>True for Allow, false for Deny.</summary>
    public bool Allows { get; private init; }

    public IEnumerable<string> ConditionKeys => _conditions.Select(condition => condition.Key);

    public static PolicyStatement Read(JsonElement json) => new()
    {
        Allows = json.TryGetProperty("Effect", out var effect) && effect.GetString() == "Allow",
        _actions = Texts(json, "Action"),
        _notActions = Texts(json, "NotAction"),
        _resources = Texts(json, "Resource"),
        _notResources = Texts(json, "NotResource"),
        _principals = Principals(json, "Principal"),
        _notPrincipals = Principals(json, "NotPrincipal"),
        _conditions = Conditions(json),
    };

    public bool IsAbout(AccessRequest request) => IsAboutAction(request)
        && (_resources is null || _resources.Any(resource => CoversResource(resource, request)))
        && (_notResources is null || !_notResources.Any(resource => CoversResource(resource, request)))
        && (_principals is null || Names(_principals, request.Principal))
        && (_notPrincipals is null || !Names(_notPrincipals, request.Principal))
        && _conditions.All(condition => condition.Holds(request));

    public bool IsAboutAction(AccessRequest request) =>
        (_actions?.Any(action => Wildcard.Matches(action, request.Action, ignoreCase: true)) ?? true)
        && _notActions?.Any(action => Wildcard.Matches(action, request.Action, ignoreCase: true)) != true;

    private static bool CoversResource(string resource, AccessRequest request) =>
        Wildcard.Matches(Wildcard.Fill(resource, request), request.Resource);

    private bool Names(IReadOnlyDictionary<string, IReadOnlyList<string>> principals, Principal? principal) =>
        principal is not null
        && (principals.ContainsKey("*")
            || (principals.TryGetValue(principal.Kind, out var ids) && ids.Any(id => IsMeant(id, principal))));

    // Denying an account denies everybody in it; granting to an account leaves it to IAM there whom it lets have it.
    private bool IsMeant(string id, Principal principal) =>
        id == "*" || id == principal.Id
        || (principal.Account is { } account && (id == account || id == $"arn:aws:iam::{account}:root")
            && (!Allows || principal == Principal.Root(account)));

    private static List<string>? Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? Texts(value) : null;

    private static List<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => one.ToString())] : [value.ToString()];

    private static Dictionary<string, IReadOnlyList<string>>? Principals(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(kind => kind.Name, kind => (IReadOnlyList<string>)Texts(kind.Value))
        : new Dictionary<string, IReadOnlyList<string>> { [value.ToString()] = [] };

    private static List<PolicyCondition> Conditions(JsonElement json) =>
        json.TryGetProperty("Condition", out var condition) && condition.ValueKind == JsonValueKind.Object
            ? [.. from test in condition.EnumerateObject()
                  from key in test.Value.EnumerateObject()
                  select new PolicyCondition(test.Name, key.Name, Texts(key.Value))]
            : [];
}
