namespace EcsPlatform.Sandbox;

/// <summary>The account's services in one region; global services (IAM, STS) are the same object in every region.</summary>
public sealed class SandboxRegion
{
    private readonly Dictionary<Type, SandboxService> _services = [];

    internal SandboxRegion(AwsSandbox sandbox, string name)
    {
        Sandbox = sandbox;
        Name = name;
        Ids = new Ids(Hash.Mix((ulong)sandbox.Options.Seed, Hash.Of(name)));
    }

    /// <summary>The sandbox.</summary>
    public AwsSandbox Sandbox { get; }

    /// <summary>"us-east-1", or <see cref="Global"/>.</summary>
    public string Name { get; }

    /// <summary>The name of the region that holds the global services.</summary>
    public static string Global => "aws-global";

    /// <summary>The account.</summary>
    public string AccountId => Sandbox.Options.AccountId;

    /// <summary>The sandbox's time.</summary>
    public DateTimeOffset Now => Sandbox.Clock.GetUtcNow();

    /// <summary>Identifiers from the seed.</summary>
    public Ids Ids { get; }

    /// <summary>The region's zones ("us-east-1a"…).</summary>
    public IReadOnlyList<string> Zones => [.. "abcdef".Take(Name == "us-east-1" ? 6 : 3).Select(letter => Name + letter)];

    /// <summary>An ARN in this region and account ("arn:aws:ecs:us-east-1:123456789012:cluster/web"); global services leave the region empty.</summary>
    /// <param name="service">"ecs".</param>
    /// <param name="resource">"cluster/web".</param>
    public string Arn(string service, string resource) =>
        $"arn:aws:{service}:{(Name == Global ? "" : Name)}:{AccountId}:{resource}";

    /// <summary>The service of that type in this region, made when first asked for.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    public TService Get<TService>()
        where TService : SandboxService => (TService)Get(ServiceTable.Find(typeof(TService)));

    /// <summary>All services of this region that were used, and the global ones.</summary>
    internal IEnumerable<SandboxService> Services => Name == Global
        ? [.. _services.Values]
        : [.. _services.Values, .. Sandbox.Region(Global)._services.Values];

    internal SandboxService Get(ServiceEntry entry)
    {
        if (entry.IsGlobal && Name != Global)
        {
            return Sandbox.Region(Global).Get(entry);
        }

        if (!_services.TryGetValue(entry.Type, out var service))
        {
            _services[entry.Type] = service = entry.Create(this);
        }

        return service;
    }

    internal IReadOnlyDictionary<Type, SandboxService> Own => _services;
}
