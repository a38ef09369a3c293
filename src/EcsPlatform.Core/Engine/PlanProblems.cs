using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Core.Engine;

/// <summary>The reasons for which a plan is refused, each with its stable id.</summary>
internal static class PlanProblems
{
    public static PlanProblem NameTaken(Resource resource, LiveResource foreign) => new(
        "NameTaken",
        resource.LogicalId,
        $"The name '{resource.Name}' is taken by {foreign.Id}, which does not carry this platform's tags.",
        "It is left alone. Choose another environment suffix or service name, or remove that resource yourself.");

    public static PlanProblem CannotChange(PlanStep step) => new(
        "CannotChange",
        step.LogicalId,
        $"AWS cannot change {string.Join(", ", step.Differences.Where(difference => difference.ForcesReplacement))} in place.",
        "Publish under another environment suffix and move over, or remove the platform first.");

    public static PlanProblem InvalidValue(Resource resource, PlannedCall call, ConstraintViolation violation) => new(
        "InvalidValue",
        resource.LogicalId,
        $"{call.Operation.Name}.{violation.Path}: {violation.Message}",
        "Correct the value in the definition; nothing has been sent.");
}
