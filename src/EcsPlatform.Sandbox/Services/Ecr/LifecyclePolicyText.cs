using System.Text.Json;

namespace EcsPlatform.Sandbox.Services;

/// <summary>The rules that ECR checks in a lifecycle policy (ECR user guide, "Lifecycle policy properties").</summary>
internal static class LifecyclePolicyText
{
    public static void Check(string text)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(text);
        }
        catch (JsonException exception)
        {
            throw Invalid($"unable to parse the policy: {exception.Message}");
        }

        using (json)
        {
            CheckRules(json.RootElement);
        }
    }

    private static void CheckRules(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("rules", out var rules)
            || rules.ValueKind != JsonValueKind.Array || rules.GetArrayLength() == 0)
        {
            throw Invalid("object has missing required properties ([\"rules\"])");
        }

        var priorities = new HashSet<int>();
        var last = rules.EnumerateArray().Max(Priority);
        foreach (var rule in rules.EnumerateArray())
        {
            var priority = Priority(rule);
            if (!priorities.Add(priority))
            {
                throw Invalid($"the rulePriority {priority} is used more than once");
            }

            if (!rule.TryGetProperty("action", out var action) || Text(action, "type") is not ("expire" or "transition"))
            {
                throw Invalid("the action of a rule must be of type \"expire\"");
            }

            var status = CheckSelection(rule.TryGetProperty("selection", out var selection)
                ? selection
                : throw Invalid("object has missing required properties ([\"selection\"])"));
            if (status == "any" && priority != last)
            {
                throw Invalid("a rule with tagStatus \"any\" must have the highest value of rulePriority and be evaluated last");
            }
        }
    }

    private static string CheckSelection(JsonElement selection)
    {
        var status = Text(selection, "tagStatus");
        if (status is not ("tagged" or "untagged" or "any"))
        {
            throw Invalid($"the tagStatus \"{status}\" is none of tagged, untagged, any");
        }

        if (status == "tagged" != (selection.TryGetProperty("tagPrefixList", out _) || selection.TryGetProperty("tagPatternList", out _)))
        {
            throw Invalid("tagPrefixList or tagPatternList is required for, and only for, tagStatus \"tagged\"");
        }

        var type = Text(selection, "countType");
        var counted = type switch
        {
            "imageCountMoreThan" => !selection.TryGetProperty("countUnit", out _),
            "sinceImagePushed" or "sinceImagePulled" or "sinceImageTransitioned" => Text(selection, "countUnit") == "days",
            _ => throw Invalid($"the countType \"{type}\" is not known"),
        };
        if (!counted)
        {
            throw Invalid($"the countUnit does not fit the countType \"{type}\"");
        }

        return selection.TryGetProperty("countNumber", out var number) && number.TryGetInt32(out var count) && count > 0
            ? status
            : throw Invalid("countNumber must be an integer above 0");
    }

    private static int Priority(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("rulePriority", out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var priority) && priority > 0
            ? priority
            : throw Invalid("rulePriority must be an integer above 0");

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static AwsError Invalid(string why) => new("InvalidParameterException",
        $"Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: {why}'");
}
