using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Definition;
using EcsPlatform.Core.Tests.Engine;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>The definitions whose policies are judged: every example, and one with everything on in each kind of mesh.</summary>
internal static class EverythingOn
{
    private const string Yaml =
        """
        name: all
        environmentSuffix: t1
        region: us-east-1
        network: {cidr: 10.0.0.0/16, zones: 2, natGateway: single}
        cluster: {capacityProviders: [FARGATE, FARGATE_SPOT]}
        loadBalancer: {scheme: internet-facing, listeners: [{port: 80, protocol: HTTP}]}
        mesh: MESH
        encryption: {data: true}
        secrets:
          - {name: token, generate: {length: 40}, rotation: 30}
          - {name: jwt, generate: {signingKey: ES256}, rotation: {days: 90}}
          - {name: database, fromEnvironment: ALL_DATABASE, rotation: {days: 30, method: postgresql, adminSecret: database-admin, inVpc: true}}
          - {name: database-admin, fromEnvironment: ALL_DATABASE_ADMIN}
          - {name: theirs, existing: "arn:aws:secretsmanager:us-east-1:123456789012:secret:theirs-AbC123"}
        policies:
          - {name: queue, statements: [{actions: [sqs:SendMessage], resources: ["arn:aws:sqs:us-east-1:123456789012:events"]}]}
        services:
          - name: front
            port: 8080
            cpu: 512
            memory: 1024
            executeCommand: true
            readonlyRootFilesystem: false
            dataKey: true
            secrets: {TOKEN: token, JWT: jwt}
            route: {paths: [/front/*]}
            scaling: {minimum: 2, maximum: 4, step: {scaleOutCpu: 70, scaleInCpu: 30}}
            calls: [worker, jobs]
            policies: [queue]
            deployment: {strategy: BLUE_GREEN, hooks: [{stages: [POST_TEST_TRAFFIC_SHIFT], function: "arn:aws:lambda:us-east-1:123456789012:function:check"}]}
          - name: worker
            port: 8081
            cpu: 512
            memory: 1024
            executeCommand: true
            readonlyRootFilesystem: false
            secrets: {DATABASE: database, THEIRS: theirs}
            calls: [front]
          - name: jobs
            port: 8082
            cpu: 512
            memory: 1024
            deployment: DEPLOYMENT
            route: {paths: [/jobs/*]}
          - name: clock
            cpu: 512
            memory: 1024
            secrets: {TOKEN: token}
            calls: [jobs]
        """;

    private static readonly Dictionary<string, Func<PlatformDefinition>> Definitions = new(StringComparer.Ordinal)
    {
        ["everything, no mesh"] = () => Everything(null),
        ["everything, Service Connect"] = () => Everything("{type: serviceConnect, tls: {}, accessLogs: true}"),
        ["everything, App Mesh"] = () => Everything("{type: appMesh, tls: {mutual: true}, accessLogs: true}"),
        ["everything, Cloud Map"] = () => Everything("{type: cloudMap}"),
    };

    /// <summary>The names of the definitions; examples by their files.</summary>
    public static IEnumerable<string> Names => [.. Definitions.Keys, .. Directory
        .EnumerateFiles(Path.Combine(RepositoryFiles.Root, "module", "Examples"), "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))
        .Order(StringComparer.Ordinal)];

    public static PlatformDefinition Read(string name) =>
        Definitions.TryGetValue(name, out var definition) ? definition() : Platforms.Read(File.ReadAllText(Path.Combine(RepositoryFiles.Root, name)));

    // CodeDeploy does without Service Connect only; there the third service moves its traffic by ECS.
    private static PlatformDefinition Everything(string? mesh) => Platforms.Read(Yaml
        .Replace("DEPLOYMENT", mesh?.Contains("serviceConnect", StringComparison.Ordinal) == true ? "{strategy: CANARY}" : "{strategy: LINEAR, controller: CODE_DEPLOY}", StringComparison.Ordinal)
        .Replace(mesh is null ? "mesh: MESH\n" : "MESH", mesh ?? "", StringComparison.Ordinal));
}
