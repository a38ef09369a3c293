using Amazon.Runtime;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>What AWSSDK.Core says of a missing sign-in, told so that somebody can act on it.</summary>
public sealed class SingleSignOnTests
{
    [Fact]
    public void Who_never_signed_in_is_told_how_with_the_profile()
    {
        var error = new InvalidOperationException("The profile [corp] is an SSO profile.  This type of profile is not allowed here.  Please use a different type of profile.");

        ErrorIds.Of(error).ShouldBe(ErrorIds.SignInRequired);
        ErrorExplanation.Of(error).Advice.ShouldStartWith("Run aws sso login --profile corp,");
    }

    [Theory]
    [InlineData("No valid SSO Token could be found.")]
    [InlineData("SSO Token has expired and can not be refreshed")]
    public void Whose_sign_in_has_expired_is_told_too(string text)
    {
        var error = new AmazonClientException("Unable to get credentials", new AmazonClientException(text));

        ErrorIds.Of(error).ShouldBe(ErrorIds.SignInRequired);
        ErrorExplanation.Of(error).Advice.ShouldStartWith("Run aws sso login,");
    }

    [Fact]
    public void Another_profile_that_does_not_work_is_another_error() =>
        ErrorIds.Of(new AmazonClientException("The profile [corp] was not found.")).ShouldBe(ErrorIds.CredentialsNotFound);
}
