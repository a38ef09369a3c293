using Amazon.IdentityManagement.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Tests;

/// <summary>Policies, asked through the simulator.</summary>
public sealed class PolicyTests
{
    private readonly AwsSandbox _sandbox = new();

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a/*"}""", "s3:GetObject", "arn:aws:s3:::a/b", "allowed")]
    [InlineData("""{"Effect":"Allow","Action":"S3:getobject","Resource":"*"}""", "s3:GetObject", "arn:aws:s3:::a/b", "allowed")]
    [InlineData("""{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a/*"}""", "s3:PutObject", "arn:aws:s3:::a/b", "implicitDeny")]
    [InlineData("""{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}""", "iam:GetRole", "*", "implicitDeny")]
    [InlineData("""{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::a/secret"}""", "s3:GetObject", "arn:aws:s3:::a/secret", "implicitDeny")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}""", "s3:DeleteObject", "arn:aws:s3:::a/b", "explicitDeny")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:secretsmanager:us-east-1:123456789012:secret:db-??????"}""", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf", "allowed")]
    public void A_statement_says_which_actions_on_which_resources(string statements, string action, string resource, string decision) =>
        Decide(statements, action, resource).EvalDecision.Value.ShouldBe(decision);

    [Theory]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":"123456789012"}}""", "allowed")]
    [InlineData("""{"StringEquals":{"aws:sourceaccount":["1","123456789012"]}}""", "allowed")]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":"1"}}""", "implicitDeny")]
    [InlineData("""{"StringNotEquals":{"aws:SourceAccount":"1"}}""", "allowed")]
    [InlineData("""{"StringLike":{"aws:SourceAccount":"1234*"}}""", "allowed")]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:logs:*:123456789012:log-group:/pay/*"}}""", "allowed")]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:*"}}""", "implicitDeny")]
    [InlineData("""{"Bool":{"aws:SecureTransport":"true"}}""", "implicitDeny")]
    [InlineData("""{"BoolIfExists":{"aws:SecureTransport":"true"}}""", "allowed")]
    [InlineData("""{"Null":{"aws:SecureTransport":"true"}}""", "allowed")]
    public void A_condition_must_hold(string condition, string decision) =>
        Decide($$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{condition}}}""", "s3:GetObject", "*").EvalDecision.Value.ShouldBe(decision);

    [Fact]
    public void A_key_that_is_not_in_the_request_is_named() =>
        Decide("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", "s3:GetObject", "*")
            .MissingContextValues.ShouldBe(["aws:SecureTransport"]);

    [Fact]
    public void A_role_has_what_its_inline_and_managed_policies_allow()
    {
        _sandbox.Call(IdentityManagementModel.CreateRole, new()
        {
            RoleName = "execution",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        _sandbox.Call(IdentityManagementModel.AttachRolePolicy, new() { RoleName = "execution", PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy" });

        _sandbox.Call(IdentityManagementModel.SimulatePrincipalPolicy, new()
        {
            PolicySourceArn = "arn:aws:iam::123456789012:role/execution",
            ActionNames = ["ecr:BatchGetImage", "secretsmanager:GetSecretValue"],
        }).EvaluationResults.Select(result => result.EvalDecision.Value).ShouldBe(["allowed", "implicitDeny"]);
        _sandbox.Refuses(IdentityManagementModel.SimulatePrincipalPolicy, new() { PolicySourceArn = "arn:aws:iam::123456789012:role/nobody", ActionNames = ["a:b"] })
            .Code.ShouldBe("NoSuchEntity");
    }

    [Theory]
    [InlineData("AmazonECSInfrastructureRolePolicyForLoadBalancers", "elasticloadbalancing:ModifyRule", "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/web/1/2/3", "allowed")]
    [InlineData("AmazonECSInfrastructureRolePolicyForLoadBalancers", "elasticloadbalancing:DeleteRule", "*", "implicitDeny")]
    [InlineData("service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity", "acm-pca:GetCertificate", "*", "implicitDeny")]
    [InlineData("service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf", "implicitDeny")]
    [InlineData("AWSCodeDeployRoleForECS", "lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:check", "allowed")]
    [InlineData("AWSCodeDeployRoleForECS", "secretsmanager:GetSecretValue", "*", "implicitDeny")]
    public void A_policy_of_AWS_allows_what_its_document_says(string policy, string action, string resource, string decision)
    {
        _sandbox.Call(IdentityManagementModel.CreateRole, new()
        {
            RoleName = "one",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        _sandbox.Call(IdentityManagementModel.AttachRolePolicy, new() { RoleName = "one", PolicyArn = $"arn:aws:iam::aws:policy/{policy}" });

        _sandbox.Call(IdentityManagementModel.SimulatePrincipalPolicy, new() { PolicySourceArn = "arn:aws:iam::123456789012:role/one", ActionNames = [action], ResourceArns = [resource] })
            .EvaluationResults.ShouldHaveSingleItem().EvalDecision.Value.ShouldBe(decision);
    }

    [Fact]
    public void Only_authorities_that_are_marked_for_ECS_issue_for_its_role()
    {
        _sandbox.Call(IdentityManagementModel.CreateRole, new()
        {
            RoleName = "tls",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        _sandbox.Call(IdentityManagementModel.AttachRolePolicy, new()
        {
            RoleName = "tls",
            PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
        });
        string[] decisions = [.. new[] { "true", "false" }.Select(mark => _sandbox.Call(IdentityManagementModel.SimulatePrincipalPolicy, new()
        {
            PolicySourceArn = "arn:aws:iam::123456789012:role/tls",
            ActionNames = ["acm-pca:GetCertificate"],
            ContextEntries = [new() { ContextKeyName = "aws:ResourceTag/AmazonECSManaged", ContextKeyType = "string", ContextKeyValues = [mark] }],
        }).EvaluationResults.ShouldHaveSingleItem().EvalDecision.Value)];

        decisions.ShouldBe(["allowed", "implicitDeny"]);
    }

    private EvaluationResult Decide(string statements, string action, string resource) => _sandbox.Call(IdentityManagementModel.SimulateCustomPolicy, new()
    {
        PolicyInputList = [$$"""{"Version":"2012-10-17","Statement":[{{statements}}]}"""],
        ActionNames = [action],
        ResourceArns = [resource],
        ContextEntries =
        [
            new() { ContextKeyName = "aws:SourceAccount", ContextKeyType = "string", ContextKeyValues = ["123456789012"] },
            new() { ContextKeyName = "aws:SourceArn", ContextKeyType = "string", ContextKeyValues = ["arn:aws:logs:us-east-1:123456789012:log-group:/pay/web"] },
        ],
    }).EvaluationResults.ShouldHaveSingleItem();
}
