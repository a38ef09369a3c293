using System.Management.Automation;
using System.Reflection;
using System.Security;

namespace EcsPlatform.PowerShell.Tests;

public sealed class ParameterTests
{
    public static TheoryData<string> Cmdlets => CmdletMetadata.Names;

    private static readonly string[] ReadingVerbs = ["Get", "Test", "Compare", "Measure", "Export", "Wait"];

    [Theory, MemberData(nameof(Cmdlets))]
    public void What_changes_something_can_be_previewed(string name)
    {
        var cmdlet = CmdletMetadata.Named(name);

        cmdlet.SupportsShouldProcess.ShouldBe(!ReadingVerbs.Contains(cmdlet.Verb));
        if (cmdlet.Verb == "Remove")
        {
            cmdlet.ConfirmImpact.ShouldBe("High");
            cmdlet.Parameters.ShouldContain(parameter => parameter.Name == "Force");
        }
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void No_parameter_takes_a_secret_as_plain_text(string name)
    {
        string[] secretive = ["Password", "Secret", "Credential", "Token", "Key"];

        // Names and settings of keys and secrets, never their values.
        string[] harmless = ["AdminSecret", "RotationKey", "SigningKeyAlgorithm", "SigningKeyBits", "CustomerManagedKey", "KeyRotationDays", "KeyDeletionWindowDays"];
        foreach (var parameter in CmdletMetadata.Named(name).Parameters.Where(parameter => !harmless.Contains(parameter.Name) && secretive.Any(word => parameter.Name.Contains(word, StringComparison.Ordinal))))
        {
            var type = Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType;
            // A table holds the names of secrets, by the variables that they fill.
            new[] { typeof(SecureString), typeof(PSCredential), typeof(SwitchParameter), typeof(System.Collections.IDictionary) }.ShouldContain(type, parameter.Name);
        }
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_parameter_shows_no_type_that_users_cannot_name(string name)
    {
        foreach (var parameter in CmdletMetadata.Named(name).Parameters)
        {
            var type = Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType.GetElementType() ?? parameter.PropertyType;
            new[] { "System.Private.CoreLib", "System.Management.Automation", "EcsPlatform.PowerShell" }.ShouldContain(type.Assembly.GetName().Name!, parameter.Name);
        }
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void What_a_cmdlet_returns_is_declared_and_can_be_named(string name)
    {
        var declared = CmdletMetadata.Named(name).Class.CustomAttributes.Where(attribute => attribute.AttributeType == typeof(OutputTypeAttribute))
            .SelectMany(attribute => attribute.ConstructorArguments)
            .SelectMany(argument => (IEnumerable<CustomAttributeTypedArgument>)argument.Value!)
            .Select(argument => (Type)argument.Value!);

        declared.ShouldAllBe(type => type == typeof(bool) || type.Assembly == typeof(PlatformInfo).Assembly);
    }

    [Fact]
    public void The_output_of_one_cmdlet_binds_the_next_ones_parameters()
    {
        string[] properties = [nameof(IPlatformPart.PlatformName), nameof(IPlatformPart.EnvironmentSuffix), nameof(IPlatformPart.Region)];
        foreach (var cmdlet in CmdletMetadata.All.Where(cmdlet => cmdlet.Class.IsSubclassOf(typeof(NamedPlatformCmdlet))))
        {
            foreach (var property in properties)
            {
                cmdlet.Parameters.Single(parameter => parameter.Name == property).CustomAttributes
                    .Any(attribute => attribute.NamedArguments.Any(argument => argument.MemberName == "ValueFromPipelineByPropertyName" && argument.TypedValue.Value is true))
                    .ShouldBeTrue($"{cmdlet} -{property}");
            }
        }
    }

    [Fact]
    public void The_cmdlets_refer_to_nothing_that_another_module_may_have_brought()
    {
        typeof(PlatformCmdlet).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .ShouldAllBe(name => name == "netstandard" || name.StartsWith("System", StringComparison.Ordinal) || name == "EcsPlatform.Core" || name == "EcsPlatform.Sandbox");
    }
}
