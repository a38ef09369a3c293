using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>The difference between what is wanted and what is there.</summary>
public sealed class PlannerTests
{
    private static readonly PlatformScope Scope = new("shop", "t1", "us-east-1");

    private readonly ThingKind _kind = new();

    [Fact]
    public void What_is_not_there_is_made_what_differs_is_changed_what_is_as_wanted_stays() =>
        Lines(Plan([Want("new"), Want("other"), Want("same")], _kind.Live("other", state: "old"), _kind.Live("same")))
            .ShouldBe(["Create thing/new", "Update thing/other", "None thing/same"]);

    [Fact]
    public void What_is_ours_and_wanted_no_more_is_removed_last() =>
        Lines(Plan([Want("same"), Want("new")], _kind.Live("surplus"), _kind.Live("same"))).ShouldBe(["None thing/same", "Create thing/new", "Delete thing/surplus"]);

    [Fact]
    public void What_belongs_to_others_is_left_alone() => Lines(Plan([Want("same")], _kind.Live("same"), _kind.Live("theirs", ours: false))).ShouldBe(["None thing/same"]);

    [Fact]
    public void Of_duplicates_one_stays_and_the_others_go()
    {
        var plan = Plan([Want("twice")], _kind.Live("twice", id: "id-2"), _kind.Live("twice", id: "id-1"));

        plan.Steps.Select(step => $"{step.Action} {step.Id}").ShouldBe(["None id-1", "Delete id-2"]);
    }

    [Fact]
    public void A_name_that_is_somebody_elses_is_a_problem_that_names_it()
    {
        var plan = Plan([Want("taken")], _kind.Live("taken", ours: false, id: "arn:theirs"));

        var problem = plan.Problems.ShouldHaveSingleItem();
        problem.Id.ShouldBe("NameTaken");
        problem.Message.ShouldBe("The name 'taken' is taken by arn:theirs, which does not carry this platform's tags.");
    }

    [Fact]
    public void What_is_on_its_way_out_counts_as_absent() => Lines(Plan([Want("going")], _kind.Live("going", going: true))).ShouldBe(["Create thing/going"]);

    [Fact]
    public void What_is_made_comes_in_the_order_of_the_definition_and_what_goes_by_name() =>
        Lines(Plan([Want("b"), Want("a")], _kind.Live("z"), _kind.Live("y"))).ShouldBe(["Create thing/b", "Create thing/a", "Delete thing/y", "Delete thing/z"]);

    [Fact]
    public void A_removal_takes_all_that_is_ours_also_what_is_going_already()
    {
        var plan = Planner.PlanRemoval(Sight(_kind.Live("a"), _kind.Live("theirs", ours: false), _kind.Live("going", going: true)));

        Lines(plan).ShouldBe(["Delete thing/a", "Delete thing/going"]);
    }

    private static string[] Lines(Plan plan) => [.. plan.Steps.Select(step => step.ToString())];

    private Plan Plan(Thing[] desired, params LiveResource[] live) => Planner.Plan(desired, Sight(live));

    private Observer.Sight Sight(params LiveResource[] live) => new(live, new Resolution(Scope, "123456789012", "aws", []), new KnownKinds([_kind]));

    private Thing Want(string key) => new(_kind) { Key = key, Name = key };
}
