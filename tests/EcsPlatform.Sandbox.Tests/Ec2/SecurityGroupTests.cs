using System.Text;
using Amazon.EC2.Model;
using EcsPlatform.Sandbox.Services.Ec2;
using EcsPlatform.Sandbox.Tests.Network;

namespace EcsPlatform.Sandbox.Tests.Ec2;

public class SecurityGroupTests : NetworkWorld
{
    [Fact]
    public async Task Names_are_unique_in_a_vpc()
    {
        var vpc = await Vpc();
        await Group(vpc);
        (await Refused(() => Group(vpc))).ShouldBe("InvalidGroup.Duplicate");
        await Group(await Vpc("10.1.0.0/16"));
    }

    [Theory]
    [InlineData("sg-web")]
    [InlineData("default")]
    [InlineData("wéb")]
    public async Task Some_names_are_refused(string name)
    {
        var vpc = await Vpc();
        (await Refused(() => Group(vpc, name))).ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public async Task A_new_group_lets_everything_out_until_that_rule_is_revoked()
    {
        var group = await Group(await Vpc());
        var open = (await Seen(group)).IpPermissionsEgress.Single();
        open.IpProtocol.ShouldBe("-1");
        await Ec2.RevokeSecurityGroupEgressAsync(new RevokeSecurityGroupEgressRequest { GroupId = group, IpPermissions = [open] });
        ((await Seen(group)).IpPermissionsEgress ?? []).ShouldBeEmpty();
        (await Refused(() => Ec2.RevokeSecurityGroupEgressAsync(
            new RevokeSecurityGroupEgressRequest { GroupId = group, IpPermissions = [open] }))).ShouldBe("InvalidPermission.NotFound");
    }

    [Fact]
    public async Task An_ingress_rule_can_be_given_flat()
    {
        var group = await Group(await Vpc());

        await Form("AuthorizeSecurityGroupIngress");
        var permission = (await Seen(group)).IpPermissions.Single();
        (permission.FromPort, permission.Ipv4Ranges.Single().CidrIp).ShouldBe((80, "10.0.0.0/8"));
        await Form("RevokeSecurityGroupIngress");
        ((await Seen(group)).IpPermissions ?? []).ShouldBeEmpty();

        async Task Form(string action)
        {
            using var http = new HttpClient(Sandbox.CreateHandler());
            using var message = new HttpRequestMessage(HttpMethod.Post, "http://localhost/")
            {
                Content = new StringContent(
                    $"Action={action}&Version=2016-11-15&GroupId={group}&IpProtocol=tcp&FromPort=80&ToPort=80&CidrIp=10.0.0.0%2F8",
                    Encoding.UTF8,
                    "application/x-www-form-urlencoded"),
            };
            message.Headers.TryAddWithoutValidation("Authorization",
                "AWS4-HMAC-SHA256 Credential=AKID/20270101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=00");
            using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task The_same_rule_again_is_refused_whatever_its_description()
    {
        var group = await Group(await Vpc());
        await Allow(group, Tcp(443, "0.0.0.0/0"));
        var described = Tcp(443, "0.0.0.0/0");
        described.Ipv4Ranges[0].Description = "from anywhere";
        (await Refused(() => Allow(group, described))).ShouldBe("InvalidPermission.Duplicate");
    }

    [Fact]
    public async Task A_request_with_one_bad_rule_adds_none()
    {
        var group = await Group(await Vpc());
        (await Refused(() => Ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = group,
            IpPermissions = [Tcp(80, "0.0.0.0/0"), Tcp(443, "0.0.0.0/33")],
        }))).ShouldBe("InvalidParameterValue");
        ((await Seen(group)).IpPermissions ?? []).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rules_can_be_seen_and_revoked_by_their_own_ids()
    {
        var group = await Group(await Vpc());
        await Allow(group, Tcp(80, "10.0.0.0/8"));
        var rules = await Rules(group);
        var rule = rules.Single(rule => rule.IsEgress == false);
        rule.CidrIpv4.ShouldBe("10.0.0.0/8");

        await Ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = group, SecurityGroupRuleIds = [rule.SecurityGroupRuleId] });

        (await Rules(group)).ShouldNotContain(left => left.IsEgress == false);
    }

    [Fact]
    public async Task A_rule_changes_in_place_within_its_kind_of_source()
    {
        var group = await Group(await Vpc());
        await Allow(group, Tcp(80, "10.0.0.0/8"));
        await Allow(group, Tcp(81, "10.0.0.0/8"));
        var id = (await Rules(group)).Single(rule => rule.FromPort == 80).SecurityGroupRuleId;

        await Change(new() { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIpv4 = "10.1.0.0/16", Description = "peers" });
        var rule = (await Rules(group)).Single(rule => rule.SecurityGroupRuleId == id);
        (rule.FromPort, rule.CidrIpv4, rule.Description).ShouldBe((443, "10.1.0.0/16", "peers"));
        (await Refused(() => Change(new() { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIpv6 = "::/0" }))).ShouldBe("InvalidParameterValue");
        (await Refused(() => Change(new() { IpProtocol = "tcp", FromPort = 81, ToPort = 81, CidrIpv4 = "10.0.0.0/8" }))).ShouldBe("InvalidPermission.Duplicate");

        Task Change(SecurityGroupRuleRequest wanted) => Ec2.ModifySecurityGroupRulesAsync(new ModifySecurityGroupRulesRequest
        {
            GroupId = group,
            SecurityGroupRules = [new() { SecurityGroupRuleId = id, SecurityGroupRule = wanted }],
        });
    }

    [Fact]
    public async Task A_rule_is_described_anew_and_loses_the_description_that_is_left_out()
    {
        var group = await Group(await Vpc());
        await Allow(group, Tcp(80, "10.0.0.0/8"));
        var described = Tcp(80, "10.0.0.0/8");
        described.Ipv4Ranges[0].Description = "peers";

        await Describe(described);
        (await Seen(group)).IpPermissions.Single().Ipv4Ranges.Single().Description.ShouldBe("peers");
        await Describe(Tcp(80, "10.0.0.0/8"));
        (await Seen(group)).IpPermissions.Single().Ipv4Ranges.Single().Description.ShouldBeNull();
        (await Refused(() => Describe(Tcp(81, "10.0.0.0/8")))).ShouldBe("InvalidPermission.NotFound");

        Task Describe(IpPermission permission) => Ec2.UpdateSecurityGroupRuleDescriptionsIngressAsync(
            new UpdateSecurityGroupRuleDescriptionsIngressRequest { GroupId = group, IpPermissions = [permission] });
    }

    [Fact]
    public async Task Sixty_rules_fit_and_no_more()
    {
        var group = await Group(await Vpc());
        await Ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = group,
            IpPermissions = [.. Enumerable.Range(1, 60).Select(port => Tcp(port, "0.0.0.0/0"))],
        });
        (await Refused(() => Allow(group, Tcp(61, "0.0.0.0/0")))).ShouldBe("RulesPerSecurityGroupLimitExceeded");
    }

    [Fact]
    public async Task A_group_stays_while_another_groups_rule_names_it()
    {
        var vpc = await Vpc();
        var (web, api) = (await Group(vpc), await Group(vpc, "api"));
        await Allow(api, Tcp(8080, group: web));
        (await Refused(() => Delete(web))).ShouldBe("DependencyViolation");
        await Ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = api, IpPermissions = [Tcp(8080, group: web)] });
        await Delete(web);
    }

    [Fact]
    public async Task A_group_stays_while_an_interface_lingers()
    {
        var vpc = await Vpc();
        var group = await Group(vpc);
        var network = PutInterface(await Subnet(vpc), group);
        Sandbox.Look((Ec2Service ec2) =>
        {
            ec2.ReleaseInterface(network.NetworkInterfaceId, TimeSpan.FromSeconds(20));
            return true;
        });
        (await Refused(() => Delete(group))).ShouldBe("DependencyViolation");
        Pass(20);
        await Delete(group);
    }

    [Fact]
    public async Task The_default_group_cannot_be_deleted()
    {
        await Vpc();
        var group = (await Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest())).SecurityGroups.Single();
        (await Refused(() => Delete(group.GroupId))).ShouldBe("CannotDelete");
    }

    [Theory]
    [InlineData("sg-00000000000000000", "InvalidGroup.NotFound")]
    [InlineData("web", "InvalidGroupId.Malformed")]
    public async Task Wrong_ids_are_told_apart(string id, string code) => (await Refused(() => Delete(id))).ShouldBe(code);

    [Fact]
    public async Task A_rule_cannot_name_a_group_of_another_vpc()
    {
        var (here, there) = (await Group(await Vpc()), await Group(await Vpc("10.1.0.0/16")));
        (await Refused(() => Allow(here, Tcp(80, group: there)))).ShouldBe("InvalidGroup.NotFound");
    }

    private Task Delete(string group) => Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = group });

    private async Task<SecurityGroup> Seen(string group) =>
        (await Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [group] })).SecurityGroups.Single();

    private async Task<List<SecurityGroupRule>> Rules(string group) => (await Ec2.DescribeSecurityGroupRulesAsync(
        new DescribeSecurityGroupRulesRequest { Filters = [new() { Name = "group-id", Values = [group] }] })).SecurityGroupRules;
}
