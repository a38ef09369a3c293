namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The stages of a deployment, in their order (Amazon ECS Developer Guide, "blue/green deployment workflow").</summary>
internal static class Stages
{
    public const string Reconcile = "RECONCILE_SERVICE";
    public const string PreScaleUp = "PRE_SCALE_UP";
    public const string ScaleUp = "SCALE_UP";
    public const string PostScaleUp = "POST_SCALE_UP";
    public const string TestShift = "TEST_TRAFFIC_SHIFT";
    public const string PostTestShift = "POST_TEST_TRAFFIC_SHIFT";
    public const string PreProductionShift = "PRE_PRODUCTION_TRAFFIC_SHIFT";
    public const string ProductionShift = "PRODUCTION_TRAFFIC_SHIFT";
    public const string PostProductionShift = "POST_PRODUCTION_TRAFFIC_SHIFT";
    public const string BakeTime = "BAKE_TIME";
    public const string CleanUp = "CLEAN_UP";

    /// <summary>What a stage takes by itself, as usually seen.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>A stage that lasts longer fails the deployment; bake times may last as long, pauses longer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromHours(24);

    private static readonly string[] Order =
        [Reconcile, PreScaleUp, ScaleUp, PostScaleUp, TestShift, PostTestShift, PreProductionShift, ProductionShift, PostProductionShift, BakeTime, CleanUp];

    /// <summary>Stages that can have no pause: the shifts themselves.</summary>
    public static bool IsShift(string stage) => stage is TestShift or ProductionShift;

    public static bool CanHaveHook(string stage) => Order.Contains(stage) && stage is not (ScaleUp or BakeTime or CleanUp);

    public static bool IsAtOrAfter(string stage, string other) => Array.IndexOf(Order, stage) >= Array.IndexOf(Order, other);

    /// <summary>The stage that follows; production shifts repeat until all traffic has moved.</summary>
    /// <param name="stage">The stage that is over.</param>
    /// <param name="allShifted">Whether all production traffic has moved.</param>
    public static string Next(string stage, bool allShifted) =>
        stage == ProductionShift && !allShifted ? PreProductionShift : Order[Array.IndexOf(Order, stage) + 1];
}
