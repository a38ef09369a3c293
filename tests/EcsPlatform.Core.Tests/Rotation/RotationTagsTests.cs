using System.Text.RegularExpressions;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Tests.Rotation;

/// <summary>The tags that tell a rotation function how a secret rotates.</summary>
public sealed class RotationTagsTests
{
    private static readonly Regex Allowed = new("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,256}$"); // AWS tagging rules

    [Fact]
    public void Settings_that_tags_cannot_spell_are_encoded_and_read_back()
    {
        var tags = RotationTags.For(
            new SecretDefinition
            {
                Name = "database",
                Generate = new GeneratedSecret { Length = 48, ExcludePunctuation = true, ExcludeCharacters = "\"'\\{}€" },
                Rotation = new SecretRotation { Days = 30, Method = RotationMethod.PostgreSql, Key = "pass word" },
            },
            "database-admin-dev",
            ["payment-api-dev"]);

        Assert.All(tags.Values, value => Assert.Matches(Allowed, value));
        var words = RotationTags.Read(tags);
        Assert.Equal("postgresql", words["method"]);
        Assert.Equal("48", words["length"]);
        Assert.Equal("no", words["punctuation"]);
        Assert.Equal("\"'\\{}€", words["exclude"]);
        Assert.Equal("pass word", words["key"]);
        Assert.Equal("database-admin-dev", words["admin"]);
    }

    [Fact]
    public void More_services_than_one_tag_holds_go_on_in_the_next()
    {
        string[] services = [.. Enumerable.Range(1, 30).Select(number => $"a-service-with-a-long-name-{number:00}-dev")];
        var tags = RotationTags.For(new SecretDefinition { Name = "token", Rotation = new SecretRotation { Days = 1 } }, null, services);

        Assert.All(tags.Values, value => Assert.Matches(Allowed, value));
        Assert.All(tags.Keys, key => Assert.True(RotationTags.IsOne(key)));
        Assert.Equal(services, RotationTags.ServicesIn(tags).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Services_that_are_not_to_restart_are_not_named() =>
        Assert.Empty(RotationTags.ServicesIn(RotationTags.For(new SecretDefinition { Name = "token", Rotation = new SecretRotation { Days = 1, RestartServices = false } }, null, ["a"])));

    [Fact]
    public void A_secret_that_does_not_rotate_by_our_function_has_no_such_tags()
    {
        Assert.Empty(RotationTags.For(new SecretDefinition { Name = "token" }, null, ["a"]));
        Assert.Empty(RotationTags.For(new SecretDefinition { Name = "token", Rotation = new SecretRotation { Days = 1, Function = "arn:aws:lambda:us-east-1:111122223333:function:theirs" } }, null, ["a"]));
    }
}
