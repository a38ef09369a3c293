using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Tests.Engine;

public sealed class FingerprintTests
{
    private static readonly Dictionary<string, string> Shape = new() { ["port"] = "8080", ["protocol"] = "http" };

    [Fact]
    public void The_order_makes_no_difference_and_everything_else_does()
    {
        var hash = Fingerprint.HashOf(Shape);

        Fingerprint.HashOf(Shape.Reverse()).ShouldBe(hash);
        Fingerprint.HashOf(new Dictionary<string, string> { ["port"] = "8081", ["protocol"] = "http" }).ShouldNotBe(hash);
        Fingerprint.HashOf(new Dictionary<string, string> { ["port"] = "8080" }).ShouldNotBe(hash);
        Fingerprint.HashOf(new Dictionary<string, string> { ["port"] = "80808:protocol4:http" }).ShouldNotBe(hash); // a value that looks like more
    }

    [Fact]
    public void What_is_put_on_is_read_back_beside_the_other_tags()
    {
        var fingerprint = new Fingerprint(12, Fingerprint.HashOf(Shape));

        var tags = fingerprint.On(new Dictionary<string, string> { ["Name"] = "node-a" });

        tags["Name"].ShouldBe("node-a");
        Fingerprint.Read(tags).ShouldBe(fingerprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("x:0123456789abcdef0123456789abcdef")]
    [InlineData("12:0123")]
    [InlineData("12:0123456789abcdef0123456789abcdef:more")]
    [InlineData("-1:0123456789abcdef0123456789abcdef")]
    public void What_is_no_fingerprint_is_none(string tag) =>
        Fingerprint.Read(new Dictionary<string, string> { [PlatformTags.Spec] = tag }).ShouldBeNull();
}
