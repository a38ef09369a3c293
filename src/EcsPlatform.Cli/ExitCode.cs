namespace EcsPlatform.Cli;

/// <summary>What the tool ends with: the one table of it, shown by <c>--help</c> too.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int ChangesPending = 2;
    public const int InvalidDefinition = 3;
    public const int CannotAsk = 4;
    public const int Declined = 5;
    public const int AppMeshGone = 6;
    public const int DeploymentRefused = 7;
    public const int RolledBack = 8;
    public const int Paused = 9;
    public const int WrongCommandLine = 64; // EX_USAGE of sysexits.h
    public const int Stopped = 130; // 128 + SIGINT, as shells have it

    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Ok, "Done. For plan: nothing to change."),
        (Failed, "Something failed; the last lines on stderr say what, and what to do."),
        (ChangesPending, "plan only: there is something to change."),
        (InvalidDefinition, "The definition cannot be read or is not valid; no call was made."),
        (CannotAsk, "There is a question and no terminal to ask it on: give --yes. Nothing was changed."),
        (Declined, "The question was not answered with yes. Nothing was changed."),
        (AppMeshGone, "The definition wants App Mesh, which does not answer any more. Nothing was changed."),
        (DeploymentRefused, "deploy only: something is in the way of a deployment. Nothing was changed."),
        (RolledBack, "deploy only: a deployment was rolled back; the version before serves."),
        (Paused, "deploy only: a deployment waits for somebody to go on, or to go back."),
        (WrongCommandLine, "The command line was not understood."),
        (Stopped, "Stopped by Ctrl+C or SIGTERM. The next run goes on from there."),
    ];
}
