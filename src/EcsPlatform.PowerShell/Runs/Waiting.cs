using System.Management.Automation;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Runs;

/// <summary>What -Wait and -NoWait mean together.</summary>
internal static class Waiting
{
    /// <summary>-Wait outranks -NoWait, so that one line of a script can wait although the session's default is not to.</summary>
    public static WaitFor For(SwitchParameter wait, SwitchParameter noWait) => noWait && !wait ? WaitFor.WhatOthersNeed : WaitFor.Everything;
}
