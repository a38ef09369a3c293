using Amazon.IdentityManagement.Model;
using EcsPlatform.Sandbox.Services;
using static EcsPlatform.Aws.Models.IdentityManagementModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class IamTests
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private const string Allow =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:aws:logs:us-east-1:123456789012:log-group:web:*"}]}""";

    private const string Managed = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

    private readonly AwsSandbox _sandbox = new();

    [Fact]
    public void A_role_is_found_again_by_name_and_by_path_in_every_region()
    {
        var made = Make("web", "/ecsplatform/pay/");

        made.Arn.ShouldBe("arn:aws:iam::123456789012:role/ecsplatform/pay/web");
        made.RoleId.ShouldMatch("^AROA[A-Z2-7]{17}$");
        _sandbox.Call(GetRole, new GetRoleRequest { RoleName = "web" }, "eu-west-1").Role.Arn.ShouldBe(made.Arn);
        _sandbox.Call(ListRoles, new ListRolesRequest { PathPrefix = "/ecsplatform/" }).Roles.ShouldHaveSingleItem().RoleName.ShouldBe("web");
        _sandbox.Call(ListRoles, new ListRolesRequest { PathPrefix = "/other/" }).Roles.ShouldBeEmpty();
    }

    [Fact]
    public void A_role_is_described_anew()
    {
        Make("web");

        _sandbox.Call(UpdateRoleDescription, new UpdateRoleDescriptionRequest { RoleName = "web", Description = "Runs web" }).Role.Description.ShouldBe("Runs web");
        _sandbox.Call(GetRole, new GetRoleRequest { RoleName = "web" }).Role.Description.ShouldBe("Runs web");
    }

    [Fact]
    public void A_name_is_taken_whatever_its_case()
    {
        Make("web");

        var refusal = _sandbox.Refuses(CreateRole, new CreateRoleRequest { RoleName = "WEB", AssumeRolePolicyDocument = Trust });

        (refusal.Code, refusal.Status, refusal.Said).ShouldBe(("EntityAlreadyExists", 409, "Role with name WEB already exists."));
    }

    [Fact]
    public void A_role_that_is_not_there_is_no_such_entity()
    {
        var refusal = _sandbox.Refuses(GetRole, new GetRoleRequest { RoleName = "web" });

        (refusal.Code, refusal.Status, refusal.Said).ShouldBe(("NoSuchEntity", 404, "The role with name web cannot be found."));
    }

    [Fact]
    public void A_role_with_policies_is_not_deleted()
    {
        Make("web");
        _sandbox.Call(AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "web", PolicyArn = Managed });
        _sandbox.Call(PutRolePolicy, new PutRolePolicyRequest { RoleName = "web", PolicyName = "logs", PolicyDocument = Allow });
        var delete = new DeleteRoleRequest { RoleName = "web" };

        _sandbox.Refuses(DeleteRole, delete).Said.ShouldBe("Cannot delete entity, must detach all policies first.");
        _sandbox.Call(DetachRolePolicy, new DetachRolePolicyRequest { RoleName = "web", PolicyArn = Managed });
        _sandbox.Refuses(DeleteRole, delete).Said.ShouldBe("Cannot delete entity, must delete policies first.");
        _sandbox.Call(DeleteRolePolicy, new DeleteRolePolicyRequest { RoleName = "web", PolicyName = "logs" });
        _sandbox.Call(DeleteRole, delete);

        _sandbox.Refuses(GetRole, new GetRoleRequest { RoleName = "web" }).Code.ShouldBe("NoSuchEntity");
    }

    [Theory]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("{}", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Maybe"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""", "Policy statement must contain actions.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}]}""", "Resource bucket must be in ARN format or \"*\".")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}""", "Policy document should not specify a principal.")]
    public void A_policy_that_IAM_cannot_read_is_malformed(string document, string message)
    {
        Make("web");

        var refusal = _sandbox.Refuses(PutRolePolicy, new PutRolePolicyRequest { RoleName = "web", PolicyName = "logs", PolicyDocument = document });

        (refusal.Code, refusal.Status, refusal.Said).ShouldBe(("MalformedPolicyDocument", 400, message));
    }

    [Fact]
    public void A_policy_comes_back_percent_encoded_as_it_was_put()
    {
        Make("web");
        _sandbox.Call(PutRolePolicy, new PutRolePolicyRequest { RoleName = "web", PolicyName = "logs", PolicyDocument = Allow });

        var read = _sandbox.Call(GetRolePolicy, new GetRolePolicyRequest { RoleName = "web", PolicyName = "logs" });

        read.PolicyDocument.ShouldStartWith("%7B%22Version");
        Uri.UnescapeDataString(read.PolicyDocument).ShouldBe(Allow);
    }

    [Fact]
    public void A_new_role_can_be_assumed_some_seconds_later_by_whom_it_trusts()
    {
        var arn = Make("web").Arn;
        var clock = (VirtualClock)_sandbox.Clock;

        Assumable("ecs-tasks.amazonaws.com").ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(8));
        Assumable("ecs-tasks.amazonaws.com").ShouldBeTrue();
        Assumable("lambda.amazonaws.com").ShouldBeFalse();

        bool Assumable(string service) => _sandbox.Look((IamService iam) => iam.IsAssumable(arn, service));
    }

    [Fact]
    public void Roles_come_in_pages()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            Make(name);
        }

        var first = _sandbox.Call(ListRoles, new ListRolesRequest { MaxItems = 2 });
        var second = _sandbox.Call(ListRoles, new ListRolesRequest { MaxItems = 2, Marker = first.Marker });

        first.IsTruncated.ShouldBe(true);
        first.Roles.Concat(second.Roles).Select(role => role.RoleName).ShouldBe(["a", "b", "c"]);
        second.IsTruncated.ShouldBe(false);
    }

    [Fact]
    public void One_call_shows_all_roles_with_their_policies_and_tags()
    {
        Make("web");
        _sandbox.Call(TagRole, new TagRoleRequest { RoleName = "web", Tags = [new Tag { Key = "team", Value = "pay" }] });
        _sandbox.Call(PutRolePolicy, new PutRolePolicyRequest { RoleName = "web", PolicyName = "logs", PolicyDocument = Allow });
        _sandbox.Call(AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "web", PolicyArn = Managed });

        var details = _sandbox.Call(GetAccountAuthorizationDetails, new GetAccountAuthorizationDetailsRequest { Filter = ["Role"] });

        var role = details.RoleDetailList.ShouldHaveSingleItem();
        role.RolePolicyList.ShouldHaveSingleItem().PolicyName.ShouldBe("logs");
        role.AttachedManagedPolicies.ShouldHaveSingleItem().PolicyArn.ShouldBe(Managed);
        role.Tags.ShouldHaveSingleItem().Value.ShouldBe("pay");
    }

    [Fact]
    public void A_service_linked_role_belongs_to_its_service()
    {
        _sandbox.Call(CreateServiceLinkedRole, new CreateServiceLinkedRoleRequest { AWSServiceName = "ecs.amazonaws.com" });

        _sandbox.Refuses(CreateServiceLinkedRole, new CreateServiceLinkedRoleRequest { AWSServiceName = "ecs.amazonaws.com" })
            .Said.ShouldContain("AWSServiceRoleForECS has been taken in this account");
        _sandbox.Refuses(DeleteRole, new DeleteRoleRequest { RoleName = "AWSServiceRoleForECS" }).Code.ShouldBe("UnmodifiableEntity");
    }

    [Fact]
    public void No_more_than_ten_policies_are_attached()
    {
        Make("web");
        for (var i = 0; i < 10; i++)
        {
            _sandbox.Call(AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "web", PolicyArn = Managed + i });
        }

        _sandbox.Refuses(AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "web", PolicyArn = Managed }).Code.ShouldBe("LimitExceeded");
    }

    [Fact]
    public void A_policy_of_the_account_that_nobody_made_is_not_attachable()
    {
        Make("web");

        _sandbox.Refuses(AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "web", PolicyArn = "arn:aws:iam::123456789012:policy/mine" })
            .Said.ShouldBe("Policy arn:aws:iam::123456789012:policy/mine does not exist or is not attachable.");
    }

    private Role Make(string name, string? path = null) =>
        _sandbox.Call(CreateRole, new CreateRoleRequest { RoleName = name, Path = path, AssumeRolePolicyDocument = Trust }).Role;
}
