using Amazon.ResourceGroupsTaggingAPI.Model;
using EcsPlatform.Aws.Models;
using static EcsPlatform.Aws.Models.ResourceGroupsTaggingAPIModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class TaggingTests
{
    private readonly AwsSandbox _sandbox = new();

    public TaggingTests()
    {
        for (var i = 0; i < 3; i++)
        {
            _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = $"g{i}", Tags = new() { ["platform"] = i == 2 ? "other" : "pay" } });
        }

        _sandbox.Call(ECRModel.CreateRepository, new() { RepositoryName = "web", Tags = [new() { Key = "platform", Value = "pay" }] });
        _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = "untagged" });
    }

    [Fact]
    public void Resources_of_all_services_are_found_by_tag()
    {
        Find([new TagFilter { Key = "platform", Values = ["pay"] }]).ShouldBe(["repository/web", "log-group:g0", "log-group:g1"]);
        Find([new TagFilter { Key = "platform" }]).Count.ShouldBe(4);
        Find([new TagFilter { Key = "platform", Values = ["pay", "other"] }, new TagFilter { Key = "missing" }]).ShouldBeEmpty();
    }

    [Fact]
    public void Resource_types_narrow_the_search()
    {
        Find([], "ecr:repository").ShouldBe(["repository/web"]);
        Find([], "logs").Count.ShouldBe(3);
        Find([], "ecs:service").ShouldBeEmpty();
    }

    [Fact]
    public void Pages_end_with_an_empty_token()
    {
        var first = _sandbox.Call(GetResources, new GetResourcesRequest { ResourcesPerPage = 3 });
        var second = _sandbox.Call(GetResources, new GetResourcesRequest { ResourcesPerPage = 3, PaginationToken = first.PaginationToken });

        first.ResourceTagMappingList.Count.ShouldBe(3);
        second.ResourceTagMappingList.Count.ShouldBe(1);
        second.PaginationToken.ShouldBe("");
    }

    [Fact]
    public void By_ARN_a_hundred_come_at_once_without_those_that_are_not_there()
    {
        const string prefix = "arn:aws:logs:us-east-1:123456789012:log-group:many";
        for (var i = 0; i < 99; i++)
        {
            _sandbox.Call(CloudWatchLogsModel.CreateLogGroup, new() { LogGroupName = $"many{i}", Tags = new() { ["number"] = $"{i}" } });
        }

        var answer = _sandbox.Call(GetResources, new GetResourcesRequest { ResourceARNList = [.. Enumerable.Range(0, 100).Select(i => $"{prefix}{i}")] });

        answer.ResourceTagMappingList.Count.ShouldBe(99);
        answer.ResourceTagMappingList.Single(found => found.ResourceARN == $"{prefix}7").Tags.Single().Value.ShouldBe("7");
        answer.PaginationToken.ShouldBe("");
    }

    [Fact]
    public void By_ARN_takes_neither_filters_nor_pages_nor_more_than_a_hundred()
    {
        const string group = "arn:aws:logs:us-east-1:123456789012:log-group:g0";
        foreach (var request in new[]
        {
            new GetResourcesRequest { ResourceARNList = [group], ResourceTypeFilters = ["logs"] },
            new GetResourcesRequest { ResourceARNList = [group], TagFilters = [new TagFilter { Key = "platform" }] },
            new GetResourcesRequest { ResourceARNList = [group], ResourcesPerPage = 10 },
            new GetResourcesRequest { ResourceARNList = [group], PaginationToken = "t" },
            new GetResourcesRequest { ResourceARNList = [.. Enumerable.Range(0, 101).Select(i => $"{group}{i}")] },
        })
        {
            _sandbox.Refuses(GetResources, request).Code.ShouldBe("InvalidParameterException");
        }
    }

    [Fact]
    public void Another_region_has_other_resources()
    {
        _sandbox.Call(GetResources, new GetResourcesRequest(), "eu-west-1").ResourceTagMappingList.ShouldBeEmpty();
    }

    [Fact]
    public void Tags_are_put_on_and_taken_off_by_ARN_and_unknown_ARNs_are_listed()
    {
        const string group = "arn:aws:logs:us-east-1:123456789012:log-group:g0";
        const string gone = "arn:aws:logs:us-east-1:123456789012:log-group:gone";

        var failed = _sandbox.Call(TagResources, new TagResourcesRequest { ResourceARNList = [group, gone], Tags = new() { ["env"] = "prod" } });
        _sandbox.Call(UntagResources, new UntagResourcesRequest { ResourceARNList = [group], TagKeys = ["platform"] });

        failed.FailedResourcesMap.Keys.ShouldBe([gone]);
        _sandbox.Call(CloudWatchLogsModel.ListTagsForResource, new() { ResourceArn = group }).Tags
            .ShouldBe(new Dictionary<string, string> { ["env"] = "prod" });
    }

    private List<string> Find(List<TagFilter> filters, params string[] types) =>
        [.. _sandbox.Call(GetResources, new GetResourcesRequest { TagFilters = filters, ResourceTypeFilters = [.. types] })
            .ResourceTagMappingList.Select(found => found.ResourceARN.Split(':', 6)[5])];
}
