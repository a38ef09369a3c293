using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>What a failed step tells people.</summary>
public sealed class FailureAdviceTests
{
    [Theory]
    [InlineData("AccessDeniedException", "permission")]
    [InlineData("UnauthorizedOperation", "permission")]
    [InlineData("VpcLimitExceeded", "quota")]
    [InlineData("AddressLimitExceeded", "quota")]
    [InlineData("TooManyRules", "quota")]
    [InlineData("ServiceQuotaExceededException", "quota")]
    [InlineData("RequestLimitExceeded", "turning calls away")]
    [InlineData("TooManyRequestsException", "turning calls away")]
    [InlineData("ThrottlingException", "turning calls away")]
    [InlineData("ExpiredTokenException", "sign in")]
    [InlineData("UnrecognizedClientException", "credentials")]
    [InlineData("DependencyViolation", "still uses it")]
    [InlineData("SomethingNew", "Run it again")]
    [InlineData(null, "Run it again")]
    public void Every_error_code_has_something_to_do(string? code, string advice) => FailureAdvice.For(code).ShouldContain(advice);

    [Fact]
    public void A_failure_says_what_aws_said_and_keeps_the_cause()
    {
        var error = new AmazonServiceException("not allowed to call ec2:CreateVpc") { ErrorCode = "UnauthorizedOperation" };

        var failure = FailureAdvice.Describe(Step, error);

        failure.ErrorCode.ShouldBe("UnauthorizedOperation");
        failure.Message.ShouldBe("not allowed to call ec2:CreateVpc");
        failure.Cause.ShouldBe(error);
    }

    [Fact]
    public void A_kinds_own_failure_keeps_its_advice() =>
        FailureAdvice.Describe(Step, new ResourceFailedException("NatGatewayFailed", "it failed", "do this")).Advice.ShouldBe("do this");

    private static PlanStep Step
    {
        get
        {
            var kind = new ThingKind();
            return new PlanStep(PlanAction.Create, kind, new Thing(kind) { Key = "a", Name = "a" }, null, []);
        }
    }
}
