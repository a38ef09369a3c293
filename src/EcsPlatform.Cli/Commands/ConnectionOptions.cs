using System.CommandLine;
using EcsPlatform.Core;

namespace EcsPlatform.Cli.Commands;

/// <summary>Which account, where, and how hard to press.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> _endpointUrl = new("--endpoint-url") { HelpName = "URL", Description = "Talk to this address instead of AWS: a sandbox, moto, a private endpoint." };
    private readonly Option<string?> _profile = new("--profile") { HelpName = "NAME", Description = "A profile of the shared AWS configuration." };
    private readonly Option<int> _callsInFlight = new("--calls-in-flight") { HelpName = "N", Description = "How many calls may be under way at once.", DefaultValueFactory = _ => 64 };

    public ConnectionOptions()
    {
        _callsInFlight.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--calls-in-flight takes a number from 1.");
            }
        });
        _endpointUrl.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                result.AddError("--endpoint-url takes a URL: http://127.0.0.1:4680, say.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_endpointUrl);
        command.Options.Add(_profile);
        command.Options.Add(_callsInFlight);
    }

    public string? Profile(ParseResult parsed) => parsed.GetValue(_profile);

    public PlatformSession Open(ParseResult parsed, ToolHost host, string region) => new(Connection(parsed, host, region));

    public PlatformConnection Connection(ParseResult parsed, ToolHost host, string region) => host.Connect(new PlatformConnection
    {
        Region = region,
        Profile = parsed.GetValue(_profile),
        EndpointUrl = parsed.GetValue(_endpointUrl),
        CallsInFlight = parsed.GetValue(_callsInFlight),
    });
}
