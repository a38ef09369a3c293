using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Tests.Resources;

/// <summary>Policies are compared by what they mean.</summary>
public sealed class PolicyDocumentTests
{
    private const string Ours = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::b/*"]}]}""";

    [Theory]
    [InlineData("""{"Statement":[{"Resource":["arn:aws:s3:::b/*"],"Action":["s3:GetObject","s3:PutObject"],"Effect":"Allow"}],"Version":"2012-10-17"}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}}""")]
    [InlineData("""{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": [ "s3:GetObject", "s3:PutObject" ], "Resource": "arn:aws:s3:::b/*" } ] }""")]
    public void Order_white_space_and_lists_of_one_make_no_difference(string theirs) => PolicyDocument.Normalize(theirs).ShouldBe(PolicyDocument.Normalize(Ours));

    [Fact]
    public void Iam_answers_percent_encoded() => PolicyDocument.Normalize(Uri.EscapeDataString(Ours)).ShouldBe(PolicyDocument.Normalize(Ours));

    [Theory]
    [InlineData("s3:GetObject", "s3:GetObjectVersion")]
    [InlineData("arn:aws:s3:::b/*", "arn:aws:s3:::c/*")]
    [InlineData("Allow", "Deny")]
    public void Another_action_resource_or_effect_is_a_difference(string before, string after) =>
        PolicyDocument.Normalize(Ours.Replace(before, after, StringComparison.Ordinal)).ShouldNotBe(PolicyDocument.Normalize(Ours));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_policy_is_nothing(string? none) => PolicyDocument.Normalize(none).ShouldBeNull();

    [Fact]
    public void What_is_written_is_what_is_compared() =>
        PolicyDocument.Normalize(PolicyDocument.Allow([new PolicyGrant(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::b/*"])])).ShouldBe(PolicyDocument.Normalize(Ours));

    [Fact]
    public void Tasks_of_other_accounts_cannot_assume_our_roles()
    {
        var trust = PolicyDocument.Trust(RoleTrust.EcsTasks, "aws", "eu-west-1", "123456789012");

        trust.ShouldContain("\"aws:SourceAccount\":\"123456789012\"");
        trust.ShouldContain("\"aws:SourceArn\":\"arn:aws:ecs:eu-west-1:123456789012:*\"");
    }

    [Fact]
    public void A_service_that_does_not_say_for_whom_it_comes_is_not_asked()
    {
        var trust = PolicyDocument.Trust(RoleTrust.Lambda, "aws", "eu-west-1", "123456789012");

        trust.ShouldContain("\"Service\":\"lambda.amazonaws.com\"");
        trust.ShouldNotContain("Condition");
    }
}
