using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Where the sandbox meets the protocols and the constraint check.</summary>
internal static class Wire
{
    public static WireProtocol Detect(ServiceModel service, WireRequest request) => WireProtocol.Detect(service, request);

    /// <summary>What is wrong with a request, in AWS's form; null where nothing is.</summary>
    public static (string Message, bool Missing)? Check(OperationModel operation, object input)
    {
        var violations = ConstraintCheck.Check(operation, input);
        return violations.Count == 0
            ? null
            : ($"{violations.Count} validation error{(violations.Count == 1 ? "" : "s")} detected: {string.Join("; ", violations)}",
                violations.Any(violation => violation.Message == "is required"));
    }
}
