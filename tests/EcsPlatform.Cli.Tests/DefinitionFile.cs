namespace EcsPlatform.Cli.Tests;

/// <summary>A definition in a folder of its own.</summary>
internal sealed class DefinitionFile : IDisposable
{
    /// <summary>One service behind a load balancer, and a secret from a file.</summary>
    public const string Small = """
        name: shop
        environmentSuffix: dev
        network: {zones: 2, natGateway: single}
        loadBalancer: {listeners: [{port: 80, protocol: HTTP}]}
        secrets:
          - {name: database, fromFile: database.txt}
          - {name: signing, generate: {length: 40}}
        services:
          - name: web
            port: 8080
            cpu: 256
            memory: 512
            secrets: {DATABASE_URL: database, SIGNING_KEY: signing}
            route: {paths: ["/*"]}
            logRetentionDays: 7
        """;

    public const string SecretValue = "postgres://shop:hunter2@db.example.com/shop";

    private readonly string _folder = Directory.CreateTempSubdirectory("ecsplatform-").FullName;

    public DefinitionFile(string text = Small, bool withSecret = true)
    {
        Path = System.IO.Path.Combine(_folder, "platform.yaml");
        Write(text);
        if (withSecret)
        {
            File.WriteAllText(System.IO.Path.Combine(_folder, "database.txt"), SecretValue + "\n");
        }
    }

    public string Path { get; }

    public void Write(string text) => File.WriteAllText(Path, text);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
