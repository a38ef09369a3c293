using Amazon.Lambda.Model;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Rotation;
using Environment = Amazon.Lambda.Model.Environment;

namespace EcsPlatform.Core.Resources.Lambda;

/// <summary>Writes what makes and changes a function.</summary>
internal static class FunctionRequests
{
    private const int TimeoutSeconds = 120; // a certificate may take a minute to be issued
    private const int MemoryMegabytes = 256; // least at which Node.js with the SDK starts in about a second

    public static CreateFunctionRequest Create(FunctionResource desired, Resolution resolution) => new()
    {
        FunctionName = desired.Name,
        Description = desired.Description,
        Runtime = RotationPackage.Runtime,
        Handler = RotationPackage.Handler,
        Code = new FunctionCode { ZipFile = desired.Package.ZipFile() },
        Role = resolution.RoleArn(desired.Role.Name),
        Timeout = TimeoutSeconds,
        MemorySize = MemoryMegabytes,
        Environment = EnvironmentOf(desired, resolution),
        VpcConfig = Vpc(desired, resolution),
        LoggingConfig = new LoggingConfig { LogGroup = desired.LogGroup.Name },
        Tags = new Dictionary<string, string>(resolution.Tags(desired)),
    };

    public static UpdateFunctionConfigurationRequest Update(FunctionResource desired, Resolution resolution) => new()
    {
        FunctionName = desired.Name,
        Description = desired.Description,
        Runtime = RotationPackage.Runtime,
        Handler = RotationPackage.Handler,
        Role = resolution.RoleArn(desired.Role.Name),
        Timeout = TimeoutSeconds,
        MemorySize = MemoryMegabytes,
        Environment = EnvironmentOf(desired, resolution),
        VpcConfig = Vpc(desired, resolution),
        LoggingConfig = new LoggingConfig { LogGroup = desired.LogGroup.Name },
    };

    private static Environment EnvironmentOf(FunctionResource desired, Resolution resolution) => new() { Variables = new Dictionary<string, string>(desired.Environment(resolution)) };

    private static VpcConfig? Vpc(FunctionResource desired, Resolution resolution) => desired.SecurityGroup is { } group
        ? new VpcConfig { SubnetIds = [.. desired.Subnets.Select(resolution.Id)], SecurityGroupIds = [resolution.Id(group)] }
        : null;
}
