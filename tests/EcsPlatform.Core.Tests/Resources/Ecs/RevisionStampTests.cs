using Amazon.ECS.Model;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Tests.Deployments;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Resources.Ecs;

/// <summary>Revisions that we registered need no description; those of others are compared as they are, whatever tags were copied to them.</summary>
public sealed class RevisionStampTests
{
    private readonly DeployedPlatform _deployed = new(Platforms.SmallYaml);

    private SandboxedPlatform Platform => _deployed.Platform;

    [Fact]
    public void Revisions_of_ours_are_not_described() => ChangesNothingAndDescribes(0);

    [Fact]
    public void A_revision_that_a_deployment_made_of_ours_with_another_image_is_not_described_either()
    {
        _deployed.Deploy("front", "v2").Succeeded.ShouldBeTrue();

        ChangesNothingAndDescribes(0);
        Stamps("front").ShouldAllBe(stamp => stamp.Revision == stamp.Stamped);
    }

    [Fact]
    public void What_a_deployment_changes_beyond_the_image_differs_and_keeps_the_image_when_it_is_put_back()
    {
        _deployed.Push("worker", "v2");
        _deployed.Run(null, new DeploymentChange { Service = "worker", Image = "v2", Environment = new Dictionary<string, string?> { ["LEVEL"] = "debug" } }).ShouldHaveSingleItem().Succeeded.ShouldBeTrue();

        Platform.Plan().Changes.Single(step => step.Type == "task-definition").Differences.Select(difference => difference.Property).ShouldBe(["worker.environment.LEVEL"]);
        Platform.Up().ThrowIfFailed();
        ChangesNothingAndDescribes(0);
        Latest("worker").ContainerDefinitions[0].Image.ShouldEndWith(":v2");
    }

    [Fact]
    public void A_stamp_that_somebody_copied_to_a_revision_of_his_own_is_not_believed()
    {
        Register("front", revision => revision.ContainerDefinitions[0].Environment = [new() { Name = "MODE", Value = "tampered" }]);

        var step = Platform.Plan().Changes.Single(step => step.Type == "task-definition");

        step.Differences.ShouldHaveSingleItem().ToString().ShouldBe("front.environment.MODE: tampered -> test");
        Platform.Up().ThrowIfFailed();
        ChangesNothingAndDescribes(0);
    }

    [Fact]
    public void A_pipelines_revision_with_another_image_alone_costs_its_description_and_differs_in_nothing()
    {
        Register("front", revision => revision.ContainerDefinitions[0].Image = revision.ContainerDefinitions[0].Image.Replace(":latest", ":v2", StringComparison.Ordinal));

        ChangesNothingAndDescribes(1); // the latest revision, which is the one that runs
    }

    [Fact]
    public void A_changed_definition_is_compared_with_the_revision_itself()
    {
        Platform.Definition = Platforms.Small with { Services = [Platforms.Small.Services[0] with { Environment = new Dictionary<string, string> { ["MODE"] = "live" } }, Platforms.Small.Services[1]] };

        var changes = Platform.Plan().Changes.ToDictionary(step => step.LogicalId, step => step.Differences);

        changes.Keys.ShouldBe(["task-definition/front", "service/front"], ignoreOrder: true);
        changes["task-definition/front"].ShouldHaveSingleItem().ToString().ShouldBe("front.environment.MODE: test -> live");
        Platform.Up().ThrowIfFailed();
        ChangesNothingAndDescribes(0);
    }

    [Fact]
    public void An_image_that_belongs_to_the_definition_is_asked_for()
    {
        Register("front", revision => revision.ContainerDefinitions[0].Image = revision.ContainerDefinitions[0].Image.Replace(":latest", ":v2", StringComparison.Ordinal));
        Platform.Options = new BlueprintOptions { StandInSecrets = true, OwnImages = true };

        var step = Platform.Plan().Changes.Single(step => step.Type == "task-definition");

        step.Differences.ShouldHaveSingleItem().Property.ShouldBe("front.image");
        Platform.Up().ThrowIfFailed();
        Platform.Plan().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void The_stamp_names_the_revision_that_ecs_made_whatever_number_was_expected()
    {
        Register("front", _ => { }, run: false); // the next number is taken
        _deployed.Deploy("front", "v2").Succeeded.ShouldBeTrue();

        Stamps("front").Select(stamp => (stamp.Revision, stamp.Stamped)).ShouldBe([(1, 1), (2, 1), (3, 3)]);
        ChangesNothingAndDescribes(0);
    }

    [Fact]
    public void A_tagging_api_that_has_not_heard_of_them_costs_descriptions_and_nothing_else()
    {
        LaggingTags? tags = null;
        var platform = new SandboxedPlatform(Platforms.Small, between: handler => tags = new LaggingTags(handler));
        tags!.Lags = true;

        platform.Up().ThrowIfFailed();

        var before = platform.Account.Journal.Count;
        platform.Plan().Changes.ShouldBeEmpty();
        platform.Account.Journal.Entries.Skip(before).Count(call => call.Operation == "DescribeTaskDefinition").ShouldBe(2);
    }

    private TaskDefinition Latest(string service) => Platform.ByHand(aws => aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = $"task-{service}-t1" })).TaskDefinition;

    /// <summary>Somebody else's pipeline: the next revision with all tags of the one before.</summary>
    private void Register(string service, Action<TaskDefinition> change, bool run = true) => Platform.ByHand(async aws =>
    {
        var before = await aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = $"task-{service}-t1", Include = ["TAGS"] });
        var definition = before.TaskDefinition;
        change(definition);
        var next = (await aws.ECS.RegisterTaskDefinitionAsync(new()
        {
            Family = definition.Family, ContainerDefinitions = definition.ContainerDefinitions, Cpu = definition.Cpu, Memory = definition.Memory,
            NetworkMode = definition.NetworkMode, ExecutionRoleArn = definition.ExecutionRoleArn, TaskRoleArn = definition.TaskRoleArn,
            RequiresCompatibilities = definition.RequiresCompatibilities, RuntimePlatform = definition.RuntimePlatform, Tags = before.Tags,
        })).TaskDefinition.TaskDefinitionArn;
        return run ? (await aws.ECS.UpdateServiceAsync(new() { Cluster = "cluster-small-t1", Service = $"service-{service}-t1", TaskDefinition = next })).Service : null;
    });

    private List<(int Revision, int Stamped)> Stamps(string service) => Platform.ByHand(async aws =>
    {
        var stamps = new List<(int, int)>();
        foreach (var arn in (await aws.ECS.ListTaskDefinitionsAsync(new() { FamilyPrefix = $"task-{service}-t1" })).TaskDefinitionArns)
        {
            var answer = await aws.ECS.DescribeTaskDefinitionAsync(new() { TaskDefinition = arn, Include = ["TAGS"] });
            var stamp = answer.Tags.Single(tag => tag.Key == PlatformTags.Spec).Value;
            stamps.Add((answer.TaskDefinition.Revision ?? 0, int.Parse(stamp.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)));
        }

        return stamps;
    });

    private void ChangesNothingAndDescribes(int revisions)
    {
        var before = Platform.Account.Journal.Count;
        Platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        Platform.Account.Journal.Entries.Skip(before).Count(call => call.Operation == "DescribeTaskDefinition").ShouldBe(revisions);
    }
}
