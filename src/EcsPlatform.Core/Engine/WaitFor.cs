namespace EcsPlatform.Core.Engine;

/// <summary>What a run waits for before it ends.</summary>
public enum WaitFor
{
    /// <summary>All that it made, changed or found unfinished is ready: services run steadily, gateways are available.</summary>
    Everything,

    /// <summary>Only what something else in the plan needs ready; the rest goes on starting after the run has ended.</summary>
    WhatOthersNeed,
}
