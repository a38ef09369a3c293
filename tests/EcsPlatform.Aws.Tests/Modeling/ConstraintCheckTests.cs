using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.IdentityManagement.Model;
using Amazon.SecretsManager.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Aws.Tests.Modeling;

/// <summary>A bad value is found before the first call.</summary>
public class ConstraintCheckTests
{
    private const string Trust = """{"Version":"2012-10-17"}""";

    [Fact]
    public void A_sound_request_has_no_violations() =>
        ConstraintCheck.Check(IdentityManagementModel.CreateRole, new CreateRoleRequest { RoleName = "role-api-x", AssumeRolePolicyDocument = Trust, Path = "/ecs/" }).ShouldBeEmpty();

    [Fact]
    public void What_is_required_must_be_set() =>
        Check(IdentityManagementModel.CreateRole, new CreateRoleRequest { RoleName = "role" }).ShouldBe("AssumeRolePolicyDocument: is required");

    [Fact]
    public void A_string_has_the_model_s_length() =>
        Check(IdentityManagementModel.CreateRole, new CreateRoleRequest { RoleName = new string('r', 65), AssumeRolePolicyDocument = Trust })
            .ShouldBe("RoleName: must have 1 to 64 characters, not 65");

    [Fact]
    public void A_pattern_holds_for_the_whole_value() =>
        Check(IdentityManagementModel.CreateRole, new CreateRoleRequest { RoleName = "my role", AssumeRolePolicyDocument = Trust })
            .ShouldBe(@"RoleName: 'my role' does not match [\w+=,.@-]+");

    [Fact]
    public void A_number_lies_in_the_model_s_range() =>
        Check(ElasticLoadBalancingV2Model.CreateTargetGroup, new CreateTargetGroupRequest { Name = "tg", Port = 70000 })
            .ShouldBe("Port: must be 1 to 65535, not 70000");

    [Fact]
    public void A_list_has_the_model_s_length() =>
        Check(ElasticLoadBalancingV2Model.CreateTargetGroup, new CreateTargetGroupRequest { Name = "tg", Tags = [] })
            .ShouldBe("Tags: must have at least 1 elements, not 0");

    [Fact]
    public void An_enum_takes_its_values_only() =>
        Check(ECSModel.CreateService, new CreateServiceRequest { ServiceName = "api", LaunchType = "FARGAT" })
            .ShouldBe("launchType: 'FARGAT' is not one of EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES");

    [Fact]
    public void The_path_leads_through_lists_and_structures() =>
        Check(ECSModel.RegisterTaskDefinition, new RegisterTaskDefinitionRequest
        {
            Family = "api",
            ContainerDefinitions = [new() { Name = "app" }, new() { Name = "sidecar", DependsOn = [new() { ContainerName = "app" }] }],
        }).ShouldBe("containerDefinitions[1].dependsOn[0].condition: is required");

    [Fact]
    public void A_secret_is_never_repeated()
    {
        var secret = new string('s', 65537);

        Check(SecretsManagerModel.CreateSecret, new CreateSecretRequest { Name = "db", SecretString = secret })
            .ShouldBe("SecretString: must have 1 to 65536 characters, not 65537");
    }

    [Fact]
    public void A_token_that_is_left_out_is_no_violation() =>
        Check(SecretsManagerModel.CreateSecret, new CreateSecretRequest { Name = "db" }).ShouldBeEmpty();

    [Theory]
    [InlineData("[a-z]++", "Abc")] // possessive: Java has it, .NET does not
    [InlineData("[a-z&&[^b]]+", "abc")] // intersection: .NET reads it as something else
    public void A_pattern_that_dotnet_cannot_read_is_left_to_the_service(string pattern, string value) =>
        Scalar(new("Text", ShapeKind.String) { Pattern = pattern }, value).ShouldBeEmpty();

    [Theory]
    [InlineData("emoji \U0001F600 and\ttab", "")]
    [InlineData("bell \u0007", "text: 'bell \u0007' does not match")]
    public void Supplementary_characters_written_as_surrogates_are_understood(string value, string expected) =>
        Scalar(new("Text", ShapeKind.String) { Pattern = @"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*" }, value).ShouldStartWith(expected);

    [Fact]
    public void A_sensitive_value_that_does_not_match_is_not_shown() =>
        Scalar(new("Text", ShapeKind.String) { Pattern = "[a-z]+", Sensitive = true }, "TopSecret").ShouldBe("text: the value does not match [a-z]+");

    [Fact]
    public void A_union_takes_one_member()
    {
        var text = new ScalarShape("Text", ShapeKind.String);
        var union = new StructureShape("Choice", () => new Bag(), () => [Bag.Member("left", text), Bag.Member("right", text)]) { Union = true };
        var operation = new OneMember(new StructureShape("Input", () => new Bag(), () => [Bag.Member("choice", union)]));

        Check(operation, new Bag { ["choice"] = new Bag { ["left"] = "a", ["right"] = "b" } })
            .ShouldBe("choice: takes one member, not 2 (left, right)");
    }

    private static string Check(OperationModel operation, object input) => string.Join('\n', ConstraintCheck.Check(operation, input));

    private static string Scalar(ScalarShape shape, string value) =>
        Check(new OneMember(new StructureShape("Input", () => new Bag(), () => [Bag.Member("text", shape)])), new Bag { ["text"] = value });

    /// <summary>A structure by hand.</summary>
    private sealed class Bag : Dictionary<string, object?>
    {
        public static Member Member(string name, Shape shape) => new(name, () => shape)
        {
            Get = bag => ((Bag)bag).GetValueOrDefault(name),
            Set = (bag, value) => ((Bag)bag)[name] = value,
        };
    }

    private sealed class OneMember : OperationModel
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public OneMember(StructureShape input)
            : base(ECSModel.Service, "Test")
        {
            Input = input;
            Output = input;
        }
    }
}
