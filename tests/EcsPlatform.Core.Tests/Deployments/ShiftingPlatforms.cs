using System.Text.Json.Nodes;
using EcsPlatform.Core.Rotation;
using EcsPlatform.Core.Tests.Engine;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Core.Tests.Deployments;

/// <summary>One service behind a load balancer with a test listener, whose deployments move traffic.</summary>
internal static class ShiftingPlatforms
{
    public static string With(string deployment, string more = "", int tasks = 2) =>
        $$"""
        name: shifting
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        loadBalancer: {listeners: [{port: 80}, {port: 9000, test: true}]}
        services:
          - name: payment-api
            port: 8080
            cpu: 256
            memory: 512
            desiredCount: {{tasks}}
            route: {paths: [/payments/*]}
            targetHealth: {path: /health, intervalSeconds: 5, timeoutSeconds: 2, healthyThreshold: 2, unhealthyThreshold: 2}
            deregistrationDelaySeconds: 10
            deployment: {{deployment}}
        {{more}}
        """;

    /// <summary>A function of the account that looks at new versions; its ARN.</summary>
    /// <param name="platform">In whose account.</param>
    /// <param name="name">Its name, and its role's.</param>
    /// <param name="answer">What it says of every version: SUCCEEDED or FAILED.</param>
    public static string Function(SandboxedPlatform platform, string name, string answer) => Function(platform, name, _ => new JsonObject { ["hookStatus"] = answer });

    /// <summary>A function of the account; its ARN.</summary>
    /// <param name="platform">In whose account.</param>
    /// <param name="name">Its name, and its role's.</param>
    /// <param name="behaviour">What comes of a call.</param>
    public static string Function(SandboxedPlatform platform, string name, Func<Sandbox.Services.Lambda.LambdaInvocation, JsonNode?> behaviour)
    {
        platform.Account.Functions.Register(function => function.FunctionName == name, behaviour);
        var role = platform.ByHand(aws => aws.IdentityManagement.CreateRoleAsync(new()
        {
            RoleName = name,
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        })).Role.Arn;
        platform.Clock.Advance(TimeSpan.FromMinutes(1));
        return platform.ByHand(aws => aws.Lambda.CreateFunctionAsync(new()
        {
            FunctionName = name,
            Role = role,
            Runtime = RotationPackage.Runtime,
            Handler = RotationPackage.Handler,
            Code = new() { ZipFile = RotationPackage.Of(RotationFunction.Random).ZipFile() },
        })).FunctionArn;
    }

    /// <summary>Share of the requests, 0 to 1, that the alternate target group gets, to which the first deployment goes.</summary>
    public static double ShareOfAlternate(TrafficSample sample) => sample.Weights.Where(weight => weight.Key.Contains("-alt-", StringComparison.Ordinal)).Sum(weight => weight.Value);
}
