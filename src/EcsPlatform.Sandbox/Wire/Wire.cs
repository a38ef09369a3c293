using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>Where the sandbox meets the protocols and the constraint check.</summary>
internal static class Wire
{
    public static WireProtocol Detect(ServiceModel service, WireRequest request) => WireProtocol.Detect(service, request);

    public static (string Message, bool Missing)? Check(OperationModel operation, object input) => null;
}
