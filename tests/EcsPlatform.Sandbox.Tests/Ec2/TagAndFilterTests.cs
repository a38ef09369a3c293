using Amazon.EC2.Model;
using EcsPlatform.Sandbox.Services.Ec2;
using EcsPlatform.Sandbox.Tests.Network;

namespace EcsPlatform.Sandbox.Tests.Ec2;

public class TagAndFilterTests : NetworkWorld
{
    [Fact]
    public async Task Tags_are_put_on_in_the_call_that_creates()
    {
        var vpc = await Tagged("vpc", ("team", "payments"));
        (await Find("tag:team", "payments")).ShouldBe([vpc]);
        (await Find("tag:team", "pay*")).ShouldBe([vpc]);
        (await Find("tag-key", "team")).ShouldBe([vpc]);
        (await Find("tag:team", "PAYMENTS")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tags_for_another_kind_of_resource_are_refused() =>
        (await Refused(() => Tagged("subnet", ("team", "payments")))).ShouldBe("InvalidParameterValue");

    [Fact]
    public async Task A_filter_that_does_not_exist_is_refused()
    {
        await Vpc();
        (await Refused(() => Find("colour", "blue"))).ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public async Task Tags_are_taken_off_by_value_or_whatever_their_value()
    {
        var vpc = await Tagged("vpc", ("team", "payments"), ("stage", "test"));
        await Ec2.DeleteTagsAsync(new DeleteTagsRequest { Resources = [vpc], Tags = [new() { Key = "team", Value = "other" }, new() { Key = "stage" }] });

        var left = (await Ec2.DescribeTagsAsync(new DescribeTagsRequest())).Tags;
        left.Select(tag => (tag.ResourceId, tag.ResourceType.Value, tag.Key, tag.Value)).ShouldBe([(vpc, "vpc", "team", "payments")]);
    }

    [Fact]
    public async Task The_tagging_api_is_told_every_tagged_resource()
    {
        var vpc = await Tagged("vpc", ("team", "payments"));
        await Vpc("10.1.0.0/16");
        var resource = Sandbox.Look((Ec2Service ec2) => ec2.TaggedResources().Single());
        resource.Arn.ShouldBe($"arn:aws:ec2:us-east-1:123456789012:vpc/{vpc}");
    }

    [Fact]
    public async Task A_listing_comes_in_pages()
    {
        var vpc = await Vpc();
        for (var i = 0; i < 7; i++)
        {
            await Subnet(vpc, $"10.0.{i}.0/24");
        }

        var first = await Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { MaxResults = 5 });
        var second = await Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { MaxResults = 5, NextToken = first.NextToken });

        second.NextToken.ShouldBeNull();
        first.Subnets.Concat(second.Subnets).Select(subnet => subnet.SubnetId).Distinct().Count().ShouldBe(7);
    }

    [Theory]
    [InlineData("vpc-00000000000000000", "InvalidVpcID.NotFound")]
    [InlineData("vpc-zz", "InvalidVpcID.Malformed")]
    public async Task Ids_that_name_nothing_are_refused(string id, string code) =>
        (await Refused(() => Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = [id] }))).ShouldBe(code);

    [Fact]
    public async Task Zones_have_names_and_ids()
    {
        var zones = (await Ec2.DescribeAvailabilityZonesAsync(new DescribeAvailabilityZonesRequest())).AvailabilityZones;
        zones.Select(zone => zone.ZoneName).Take(3).ShouldBe(["us-east-1a", "us-east-1b", "us-east-1c"]);
        zones[0].ZoneId.ShouldBe("use1-az1");
    }

    private async Task<string> Tagged(string type, params (string Key, string Value)[] tags) => (await Ec2.CreateVpcAsync(new CreateVpcRequest
    {
        CidrBlock = "10.0.0.0/16",
        TagSpecifications = [new() { ResourceType = type, Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] }],
    })).Vpc.VpcId;

    private async Task<List<string>> Find(string filter, string value)
    {
        var found = await Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { Filters = [new() { Name = filter, Values = [value] }] });
        return [.. (found.Vpcs ?? []).Select(vpc => vpc.VpcId)];
    }
}
