namespace EcsPlatform.Sandbox;

/// <summary>How a discontinued service looks to callers in this process; over HTTP it can only refuse.</summary>
public enum Discontinuation
{
    /// <summary>The name of its endpoint does not resolve any more: no answer at all.</summary>
    NoSuchHost,

    /// <summary>The endpoint is there and refuses every call: HTTP 403, ForbiddenException.</summary>
    Refuses,
}
