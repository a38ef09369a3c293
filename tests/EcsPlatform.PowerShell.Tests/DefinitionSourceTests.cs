using System.Collections;
using System.Collections.Specialized;
using System.Security;
using EcsPlatform.PowerShell.Definitions;

namespace EcsPlatform.PowerShell.Tests;

public sealed class DefinitionSourceTests
{
    [Fact]
    public void A_hashtable_says_what_a_file_says()
    {
        var table = new OrderedDictionary
        {
            ["name"] = "payments",
            ["tags"] = new Hashtable { ["CostCenter"] = "a: b" },
            ["network"] = new Hashtable { ["zones"] = 3, ["natGateway"] = "perZone" },
        };

        var definition = DefinitionSource.Of(null, table, "/").Read("dev", null, null).Definition!;

        definition.Name.ShouldBe("payments");
        definition.EnvironmentSuffix.ShouldBe("dev");
        definition.Tags["CostCenter"].ShouldBe("a: b");
        definition.Network.Zones.ShouldBe(3);
    }

    [Fact]
    public void The_default_suffix_counts_where_neither_parameter_nor_definition_says_one()
    {
        var without = DefinitionSource.Of(null, new Hashtable { ["name"] = "payments" }, "/");
        var with = DefinitionSource.Of(null, new Hashtable { ["name"] = "payments", ["environmentSuffix"] = "dev" }, "/");

        without.Read(null, "test", null).Definition!.EnvironmentSuffix.ShouldBe("test");
        with.Read(null, "test", null).Definition!.EnvironmentSuffix.ShouldBe("dev");
        with.Read("prod", "test", null).Definition!.EnvironmentSuffix.ShouldBe("prod");
        without.Read(null, null, null).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_secrets_value_is_refused_with_the_way_to_do_it()
    {
        using var secret = new SecureString();

        var error = Should.Throw<PlatformException>(() => DefinitionSource.Of(null, new Hashtable { ["secrets"] = new object[] { new Hashtable { ["value"] = secret } } }, "/"));

        error.Message.ShouldBe("secrets[0].value is a secret's value, and a definition holds none.");
        error.Advice.ShouldContain("fromEnvironment");
    }

    [Fact]
    public void A_file_that_is_not_there_has_an_error_of_its_own()
    {
        Should.Throw<PlatformException>(() => DefinitionSource.Of("/no/such/file.yaml", null, "/")).ErrorId.ShouldBe("FileNotReadable");
    }
}
