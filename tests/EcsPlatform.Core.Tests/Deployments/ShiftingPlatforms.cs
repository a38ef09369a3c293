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
}
