using Amazon.ECS.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests.Ecs;

public sealed class ClusterTests
{
    private readonly EcsWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void Creating_a_cluster_twice_answers_with_the_first()
    {
        var first = Sandbox.Call(ECSModel.CreateCluster, new CreateClusterRequest { ClusterName = "b", Tags = [new Tag { Key = "a", Value = "1" }] }).Cluster;
        var second = Sandbox.Call(ECSModel.CreateCluster, new CreateClusterRequest { ClusterName = "b" }).Cluster;

        second.ClusterArn.ShouldBe(first.ClusterArn);
        second.Tags.ShouldHaveSingleItem().Value.ShouldBe("1");
        second.Settings.ShouldHaveSingleItem().Value.ShouldBe("disabled");
    }

    [Fact]
    public void Settings_and_tags_are_shown_only_when_asked_for()
    {
        Sandbox.Call(ECSModel.CreateCluster, new CreateClusterRequest
        {
            ClusterName = "b",
            Settings = [new ClusterSetting { Name = "containerInsights", Value = "enabled" }],
        });

        Describe("b").Settings.ShouldBeEmpty();
        Describe("b", "SETTINGS").Settings.ShouldHaveSingleItem().Value.ShouldBe("enabled");
    }

    [Fact]
    public void A_default_strategy_names_only_providers_of_the_cluster()
    {
        var refusal = Sandbox.Refuses(ECSModel.PutClusterCapacityProviders, new PutClusterCapacityProvidersRequest
        {
            Cluster = EcsWorld.Cluster,
            CapacityProviders = ["FARGATE"],
            DefaultCapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = 1 }],
        });

        refusal.Code.ShouldBe("InvalidParameterException");
        refusal.Said.ShouldContain("not associated with the cluster");
    }

    [Fact]
    public void A_cluster_with_a_service_cannot_be_deleted_until_the_service_is_gone()
    {
        _world.Register();
        _world.Create();

        Sandbox.Refuses(ECSModel.DeleteCluster, new DeleteClusterRequest { Cluster = EcsWorld.Cluster }).Code.ShouldBe("ClusterContainsServicesException");
        _world.Delete();
        Sandbox.Refuses(ECSModel.DeleteCluster, new DeleteClusterRequest { Cluster = EcsWorld.Cluster }).Code.ShouldBe("ClusterContainsServicesException");
        _world.Wait(120);

        Sandbox.Call(ECSModel.DeleteCluster, new DeleteClusterRequest { Cluster = EcsWorld.Cluster }).Cluster.Status.ShouldBe("INACTIVE");
        Describe(EcsWorld.Cluster).Status.ShouldBe("INACTIVE");
        Sandbox.Call(ECSModel.ListClusters, new ListClustersRequest()).ClusterArns.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_cluster_is_a_failure_in_a_listing_and_an_error_elsewhere()
    {
        Sandbox.Call(ECSModel.DescribeClusters, new DescribeClustersRequest { Clusters = ["nowhere"] }).Failures.ShouldHaveSingleItem().Reason.ShouldBe("MISSING");
        Sandbox.Refuses(ECSModel.ListServices, new ListServicesRequest { Cluster = "nowhere" }).Code.ShouldBe("ClusterNotFoundException");
    }

    private Cluster Describe(string name, params string[] include) =>
        Sandbox.Call(ECSModel.DescribeClusters, new DescribeClustersRequest { Clusters = [name], Include = [.. include] }).Clusters[0];
}
