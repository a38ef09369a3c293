using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Definition;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>The definitions that the engine is tried on.</summary>
internal static class Platforms
{
    /// <summary>Two services and every kind of resource that there is.</summary>
    public const string SmallYaml =
        """
        name: small
        environmentSuffix: t1
        region: us-east-1
        tags: {CostCenter: test}
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        cluster: {containerInsights: enabled, capacityProviders: [FARGATE, FARGATE_SPOT]}
        loadBalancer: {scheme: internet-facing, listeners: [{port: 80, protocol: HTTP}]}
        secrets:
          - {name: signing, generate: {length: 40}}
          - {name: database, fromEnvironment: SMALL_DATABASE_URL}
        policies:
          - {name: queue, statements: [{actions: [sqs:SendMessage], resources: ["arn:aws:sqs:us-east-1:123456789012:events"]}]}
        services:
          - name: front
            port: 8080
            cpu: 256
            memory: 512
            desiredCount: 2
            environment: {MODE: test}
            secrets: {SIGNING_KEY: signing}
            route: {paths: [/front/*]}
            scaling: {minimum: 2, maximum: 4, step: {scaleOutCpu: 70, scaleInCpu: 30}}
            calls: [worker]
          - name: worker
            port: 8081
            cpu: 512
            memory: 1024
            desiredCount: 1
            secrets: {DATABASE_URL: database}
            scaling: {minimum: 1, maximum: 3, targetTracking: {cpu: 60}}
            policies: [queue]
        """;

    /// <summary>Two services behind keys of the platform's own, with a certificate authority for the calls between them.</summary>
    public const string GuardedYaml =
        """
        name: guarded
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        encryption: {data: true, rotationDays: 180, deletionWindowDays: 8}
        mesh: {tls: {}}
        secrets:
          - {name: token-key, generate: {signingKey: {algorithm: RS256, bits: 2048}}}
          - {name: database, generate: {length: 20}}
        services:
          - name: front
            port: 8080
            cpu: 256
            memory: 512
            secrets: {SIGNING_KEY: token-key, DATABASE_PASSWORD: database}
            calls: [vault]
          - name: vault
            port: 8081
            cpu: 256
            memory: 512
            dataKey: true
        """;

    /// <summary>Two services behind keys of the platform's own, with a certificate authority for the calls between them.</summary>
    public static PlatformDefinition Guarded { get; } = Read(GuardedYaml);

    /// <summary>Secrets that rotate in every way there is: random texts, a signing key, one key of JSON, a database's password from inside the VPC; behind a key of the platform's own.</summary>
    public const string RotatingYaml =
        """
        name: turning
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        encryption: {logs: false, repositories: false}
        secrets:
          - {name: token, generate: {length: 24, excludePunctuation: true}, rotation: 30}
          - {name: jwt, generate: {signingKey: {algorithm: RS256, bits: 2048}}, rotation: {days: 7, restartServices: false}}
          - {name: partner, fromFile: partner.json, rotation: {days: 10, key: apiKey}}
          - {name: admin, fromFile: admin.json}
          - {name: database, fromFile: database.json, rotation: {days: 7, method: postgresql, adminSecret: admin, inVpc: true}}
        services:
          - {name: api, port: 8080, cpu: 256, memory: 512, desiredCount: 1, secrets: {TOKEN: token, JWT: jwt, PARTNER: "partner:apiKey", PASSWORD: "database:password"}}
          - {name: worker, cpu: 256, memory: 512, desiredCount: 1, secrets: {TOKEN: token}}
        """;

    /// <summary>Secrets that rotate in every way there is.</summary>
    public static PlatformDefinition Rotating { get; } = Read(RotatingYaml);

    /// <summary>The customer's payments platform, but for its mesh, which has tests of its own.</summary>
    public static PlatformDefinition Payments { get; } = WithoutMesh(Read(File.ReadAllText(RepositoryFiles.Example)));

    /// <summary>Two services and every kind of resource that there is.</summary>
    public static PlatformDefinition Small { get; } = Read(SmallYaml);

    private static PlatformDefinition WithoutMesh(PlatformDefinition definition) => definition with
    {
        Mesh = null,
        Services = [.. definition.Services.Select(service => service with { Mesh = new ServiceMeshSettings() })],
    };

    public static PlatformDefinition Read(string yaml)
    {
        var reading = DefinitionReader.ReadAndValidate(yaml, "platform.yaml");
        reading.Problems.ShouldBeEmpty();
        return reading.Definition!;
    }
}
