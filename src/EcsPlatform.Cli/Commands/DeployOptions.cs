using System.CommandLine;
using EcsPlatform.Core.Deployments;

namespace EcsPlatform.Cli.Commands;

/// <summary>What is deployed, and how.</summary>
internal sealed class DeployOptions
{
    private readonly Option<string[]> _services = new("--service") { HelpName = "NAME", Description = "A service to deploy; may be given many times.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _image = new("--image") { HelpName = "TAG", Description = "A tag or digest in the repository of the running image, or a whole URI. Without it and --revision the running version is deployed anew." };
    private readonly Option<string?> _revision = new("--revision") { HelpName = "N", Description = "An earlier revision to return to." };
    private readonly Option<DeploymentOrder> _order = new("--order") { HelpName = "callees", Description = "sideBySide, or callees: services that are called before those that call them." };
    private readonly Option<bool> _goOn = new("--continue-on-failure") { Description = "Lets the others go on when one fails; otherwise those that run go back, and those that have not begun do not begin." };
    private readonly Option<FindingSeverity?> _severity = new("--maximum-severity") { HelpName = "LEVEL", Description = "The worst finding of the image scan that is let through: low, medium, high, critical." };
    private readonly Option<string[]> _accept = new("--accept") { HelpName = "ID", Description = "Lets a problem through: AlarmFiring, say; may be given many times." };
    private readonly Option<string[]> _acceptFinding = new("--accept-finding") { HelpName = "NAME", Description = "Lets a finding through: CVE-2026-1234, say; may be given many times." };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Ends as soon as the deployments have begun; they go on." };
    private readonly Option<bool> _throughPauses = new("--through-pauses") { Description = "Goes on waiting in a pause; otherwise a pause ends the waiting." };
    private readonly Option<bool> _follow = new("--follow") { Description = "Starts nothing: follows what runs already, whoever started it; of all services where none is named." };
    private readonly Option<bool> _approve = new("--approve") { Description = "Starts nothing: ends the pauses of what runs, and follows it." };
    private readonly Option<bool> _reject = new("--reject") { Description = "Starts nothing: takes back what runs, and follows it." };

    public void AddTo(Command command)
    {
        Option[] all = [_services, _image, _revision, _order, _goOn, _severity, _accept, _acceptFinding, _noWait, _throughPauses, _follow, _approve, _reject];
        Array.ForEach(all, command.Options.Add);
        command.Validators.Add(result =>
        {
            var starts = !result.GetValue(_follow) && !result.GetValue(_approve) && !result.GetValue(_reject);
            if (starts && result.GetValue(_services) is not { Length: > 0 })
            {
                result.AddError("Give --service.");
            }

            if (result.GetValue(_image) is not null && result.GetValue(_revision) is not null)
            {
                result.AddError("An earlier revision brings its own image: give --image or --revision.");
            }

            if (starts && result.GetValue(_noWait) && result.GetValue(_order) == DeploymentOrder.Callees)
            {
                result.AddError("An order needs somebody who waits: leave out --no-wait, or --order.");
            }

            if (new[] { _follow, _approve, _reject }.Count(result.GetValue) > 1)
            {
                result.AddError("Give one of --follow, --approve and --reject.");
            }
        });
    }

    public IReadOnlyList<string> Services(ParseResult parsed) => [.. (parsed.GetValue(_services) ?? []).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<DeploymentChange> Changes(ParseResult parsed) =>
    [
        .. Services(parsed).Select(service => new DeploymentChange
        {
            Service = service,
            Image = parsed.GetValue(_image),
            Revision = parsed.GetValue(_revision),
            Restart = parsed.GetValue(_image) is null && parsed.GetValue(_revision) is null,
        }),
    ];

    public DeploymentChecks Checks(ParseResult parsed) => new()
    {
        MaximumSeverity = parsed.GetValue(_severity),
        AcceptedFindings = parsed.GetValue(_acceptFinding) ?? [],
        AcceptedProblems = parsed.GetValue(_accept) ?? [],
        Order = IsWaiting(parsed) ? parsed.GetValue(_order) : DeploymentOrder.SideBySide,
    };

    public DeploymentOptions How(ParseResult parsed) => new()
    {
        Order = parsed.GetValue(_order),
        ContinueOnFailure = parsed.GetValue(_goOn),
        ThroughPauses = parsed.GetValue(_throughPauses),
    };

    public bool IsWaiting(ParseResult parsed) => !parsed.GetValue(_noWait);

    public bool IsFollowing(ParseResult parsed) => parsed.GetValue(_follow) || IsApproving(parsed) || IsRejecting(parsed);

    public bool IsApproving(ParseResult parsed) => parsed.GetValue(_approve);

    public bool IsRejecting(ParseResult parsed) => parsed.GetValue(_reject);
}
