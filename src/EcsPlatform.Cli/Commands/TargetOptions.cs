using System.CommandLine;
using EcsPlatform.Core;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Cli.Commands;

/// <summary>Which platform: by its definition file, or by name, suffix and region.</summary>
internal sealed class TargetOptions
{
    private readonly DefinitionOptions _definition = new(required: false);
    private readonly Option<string?> _platform = new("--platform") { HelpName = "NAME", Description = "The platform's name, where no definition is at hand; with --suffix." };

    public void AddTo(Command command)
    {
        _definition.AddTo(command);
        command.Options.Add(_platform);
        command.Validators.Add(result =>
        {
            var named = result.GetValue(_platform) is not null;
            if (named == (result.GetValue<string?>("FILE") is not null))
            {
                result.AddError("Give either a definition file, or --platform with --suffix.");
            }
            else if (named && result.GetValue(_definition.Suffix) is null)
            {
                result.AddError("--platform needs --suffix.");
            }
        });
    }

    public (PlatformScope Scope, PlatformDefinition? Definition) Read(ParseResult parsed, ConnectionOptions connection)
    {
        if (_definition.File(parsed) is not null)
        {
            var definition = _definition.Read(parsed).Definition;
            return (PlatformSession.ScopeOf(definition), definition);
        }

        var region = parsed.GetValue(_definition.Region) ?? PlatformSession.DefaultRegion(connection.Profile(parsed))
            ?? throw new ToolException(ExitCode.Failed, "No region is known: give --region, set AWS_REGION, or choose a profile that has one.");
        return (new PlatformScope(parsed.GetValue(_platform)!, parsed.GetValue(_definition.Suffix)!, region), null);
    }
}
