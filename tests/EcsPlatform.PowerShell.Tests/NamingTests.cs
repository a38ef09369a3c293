using System.Management.Automation;
using System.Reflection;

namespace EcsPlatform.PowerShell.Tests;

public sealed class NamingTests
{
    public static TheoryData<string> Cmdlets => CmdletMetadata.Names;

    private static readonly HashSet<string> ApprovedVerbs = new(
        new[] { typeof(VerbsCommon), typeof(VerbsData), typeof(VerbsLifecycle), typeof(VerbsDiagnostic), typeof(VerbsCommunications), typeof(VerbsSecurity), typeof(VerbsOther) }
            .SelectMany(verbs => verbs.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(verb => (string)verb.GetRawConstantValue()!),
        StringComparer.Ordinal);

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_an_approved_verb_and_a_singular_noun(string name)
    {
        var cmdlet = CmdletMetadata.Named(name);

        ApprovedVerbs.ShouldContain(cmdlet.Verb);
        cmdlet.Noun.ShouldMatch("^([A-Z][a-z]+)+$");
        cmdlet.Noun.ShouldNotEndWith("s");
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_lies_in_the_file_of_its_name(string name)
    {
        var cmdlet = CmdletMetadata.Named(name);

        cmdlet.Class.Name.ShouldBe($"{cmdlet.Verb}{cmdlet.Noun}Command");
        File.Exists(cmdlet.File).ShouldBeTrue(cmdlet.File);
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_that_there_are()
    {
        var manifest = File.ReadAllText(Path.Combine(Repository.Module, "EcsPlatform.psd1"));
        var list = manifest[manifest.IndexOf("CmdletsToExport", StringComparison.Ordinal)..];
        list = list[..list.IndexOf(')', StringComparison.Ordinal)];

        list.Split('\'').Where((_, index) => index % 2 == 1).ShouldBe(CmdletMetadata.All.Select(cmdlet => cmdlet.Name));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_binds_and_calls_and_leaves_the_rest_to_core(string name)
    {
        var code = File.ReadAllLines(CmdletMetadata.Named(name).File);
        var body = code.SkipWhile(line => !line.Contains("protected override void ProcessRecord()", StringComparison.Ordinal)).Count(line => line.Trim().Length > 0);

        body.ShouldBeLessThanOrEqualTo(50);
        code.Length.ShouldBeLessThanOrEqualTo(110);
        code.ShouldNotContain(line => line.Contains("Amazon.", StringComparison.Ordinal));
    }
}
