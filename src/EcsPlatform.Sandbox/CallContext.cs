using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Sandbox;

/// <summary>Who calls what, and when.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Region">Where the call is handled.</param>
/// <param name="RequestId">The request's id, as in the response.</param>
/// <param name="AccessKeyId">The caller's access key id.</param>
/// <param name="CallerRegion">The region of the caller's signature (for global services it differs from <paramref name="Region"/>).</param>
public sealed record CallContext(OperationModel Operation, SandboxRegion Region, string RequestId, string AccessKeyId, string CallerRegion)
{
    /// <summary>The sandbox's time.</summary>
    public DateTimeOffset Now => Region.Now;
}
