using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Deployments;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Export;
using EcsPlatform.Core.Resources.AppMesh;
using EcsPlatform.Core.Resources.CertificateManager;
using EcsPlatform.Core.Resources.SecretsManager;
using EcsPlatform.Core.Status;

namespace EcsPlatform.Core;

/// <summary>What the faces talk to: a definition goes in, plans, events and reports come out.</summary>
public sealed class PlatformSession : IDisposable
{
    private readonly HttpMessageHandler? _ownHandler;
    private readonly AwsClients _aws;
    private readonly PlatformEngine _engine;
    private readonly TimeProvider _clock;
    private readonly PlatformDirectory _directory;

    /// <summary>Makes no call yet.</summary>
    public PlatformSession(PlatformConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentOutOfRangeException.ThrowIfLessThan(connection.CallsInFlight, 1);
        _clock = connection.Clock;
        _ownHandler = connection.Handler is null ? new SocketsHttpHandler() : null;
        var random = connection.Seed is { } seed ? new Random(seed) : null;
        var options = new AwsClientOptions
        {
            Credentials = connection.Credentials,
            Profile = connection.Profile,
            Region = connection.Region,
            EndpointUrl = connection.EndpointUrl,
            IgnoreConfiguredEndpointUrls = connection.Handler is not null,
            Handler = Meter.Around(new CallGate(new FirstContact(connection.Handler ?? _ownHandler!), connection.CallsInFlight)),
            Time = connection.Clock,
        };
        _aws = new AwsClients(random is null ? options : options with { Jitter = random.NextDouble, NewIdempotencyToken = () => NewToken(random) });
        _directory = new PlatformDirectory(_aws, connection.Region);
        _engine = new PlatformEngine(_aws, connection.Clock, PlatformBlueprint.Kinds);
    }

    /// <summary>Counts the calls of this session.</summary>
    public CallMeter Meter { get; } = new();

    /// <summary>The clients, for what is part of Core.</summary>
    internal AwsClients Aws => _aws;

    /// <summary>The copy of the platform that a definition describes.</summary>
    public static PlatformScope ScopeOf(PlatformDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new PlatformScope(definition.Name, definition.EnvironmentSuffix, definition.Region);
    }

    /// <summary>The region that every AWS tool would take (environment, profile); null where none is configured.</summary>
    /// <param name="profile">A profile of the shared configuration; the default one when left out.</param>
    public static string? DefaultRegion(string? profile)
    {
        using var aws = new AwsClients(new AwsClientOptions { Profile = profile });
        try
        {
            return aws.Region;
        }
        catch (AmazonClientException)
        {
            return null;
        }
    }

    /// <summary>What a run would do; changes nothing.</summary>
    /// <param name="definition">A validated definition.</param>
    /// <param name="options">What else it may do; the folder of relative files.</param>
    /// <param name="cancellation">Ends the look.</param>
    public Task<Plan> PlanAsync(PlatformDefinition definition, BlueprintOptions options, CancellationToken cancellation = default) =>
        _engine.PlanAsync(ScopeOf(definition), PlatformBlueprint.Build(definition, options), cancellation);

    /// <summary>What a move to another mesh would change, lose and gain; changes nothing.</summary>
    /// <param name="definition">A validated definition.</param>
    /// <param name="target">The mesh to be.</param>
    /// <param name="options">What else it may do; the folder of relative files.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="PlatformChangeException">With that mesh the definition would not be valid.</exception>
    public async Task<MeshMove> PlanMeshMoveAsync(PlatformDefinition definition, MeshType target, BlueprintOptions options, CancellationToken cancellation = default)
    {
        var (becomes, losses, gains) = MeshTranslation.Of(definition, target);
        return DefinitionValidator.Validate(becomes) is { Count: > 0 } problems
            ? throw PlatformChangeException.Invalid(problems)
            : new MeshMove(definition.Mesh?.Type, target, becomes, await PlanAsync(becomes, options, cancellation), losses, gains);
    }

    /// <summary>What one step of a platform's making would do, given what is there; changes nothing.</summary>
    /// <exception cref="PlatformChangeException">A part is missing, or what would become of it is not valid.</exception>
    /// <exception cref="ServiceEndedException">The platform's mesh is App Mesh, and App Mesh is no more.</exception>
    public async Task<Plan> PlanChangeAsync(PlatformChange change, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var plan = await _engine.PlanChangeAsync(change.Scope, change.Named(), change.Becomes, cancellation);

        // That the platform's mesh is App Mesh shows only once the platform was read: where it would have to be made, whether App Mesh is still there is asked by name.
        return change.Mesh is null && plan.Steps.Any(step => step is { Action: PlanAction.Create, Desired: MeshResource })
            ? await PlanChangeAsync(change with { Mesh = MeshType.AppMesh }, cancellation)
            : plan;
    }

    /// <summary>A definition read back from what is live: planning it changes nothing.</summary>
    public async Task<PlatformExport> ExportAsync(PlatformScope scope, CancellationToken cancellation = default) =>
        PlatformExport.Read(scope, await _engine.ObserveAsync(scope, [], ObservationDepth.Full, cancellation));

    /// <summary>Carries a plan out.</summary>
    /// <param name="plan">The plan, just made by this session.</param>
    /// <param name="events">Told of everything that happens, on whatever thread it happens; must not block.</param>
    /// <param name="cancellation">Stops the run cleanly; the next run goes on from there.</param>
    /// <exception cref="PlanRefusedException">The plan has problems; nothing was changed.</exception>
    public Task<RunReport> ApplyAsync(Plan plan, Action<EngineEvent> events, CancellationToken cancellation = default) => _engine.ApplyAsync(plan, events, cancellation);

    /// <summary>Carries a plan out, and waits for all or for as little as it takes.</summary>
    /// <param name="plan">The plan, just made by this session.</param>
    /// <param name="events">Told of everything that happens, on whatever thread it happens; must not block.</param>
    /// <param name="waitFor">What must be ready before the run ends; what is not is in the report.</param>
    /// <param name="cancellation">Stops the run cleanly; the next run goes on from there.</param>
    /// <exception cref="PlanRefusedException">The plan has problems; nothing was changed.</exception>
    public Task<RunReport> ApplyAsync(Plan plan, Action<EngineEvent> events, WaitFor waitFor, CancellationToken cancellation = default) =>
        _engine.ApplyAsync(plan, events, waitFor, cancellation);

    /// <summary>What a removal would remove.</summary>
    /// <param name="scope">Which copy of which platform.</param>
    /// <param name="definition">The definition, if one is at hand: its names are looked for as well.</param>
    /// <param name="cancellation">Ends the look.</param>
    public Task<Plan> PlanRemovalAsync(PlatformScope scope, PlatformDefinition? definition, CancellationToken cancellation = default) =>
        _engine.PlanRemovalAsync(scope, Wanted(definition), cancellation);

    /// <summary>Removes what the plan says, and looks again whether anything is left.</summary>
    public Task<RunReport> RemoveAsync(Plan plan, PlatformDefinition? definition, Action<EngineEvent> events, CancellationToken cancellation = default) =>
        _engine.RemoveAsync(plan, Wanted(definition), events, cancellation);

    /// <summary>Deployments of a platform's microservices.</summary>
    public PlatformDeployments Deployments(PlatformScope scope) => new(
        _aws,
        _clock,
        scope,
        async cancellation => (await ExportAsync(scope, cancellation)).Definition.Services.ToDictionary(service => service.Name, service => service.Calls, StringComparer.Ordinal));

    /// <summary>What runs now.</summary>
    public async Task<PlatformStatus> StatusAsync(PlatformScope scope, CancellationToken cancellation = default) =>
        StatusReader.Read(scope, await new PlatformEngine(_aws, _clock, StatusReader.Kinds).ObserveAsync(scope, [], ObservationDepth.Existence, cancellation));

    /// <summary>Image tags of a service's own repository, newest image first.</summary>
    public Task<IReadOnlyList<string>> ImageTagsAsync(PlatformScope scope, string service, CancellationToken cancellation = default) =>
        ImageTags.ReadAsync(_aws, scope, service, cancellation);

    /// <summary>ARNs of the certificates in ACM that a load balancer can show, newest first.</summary>
    public Task<IReadOnlyList<string>> CertificatesAsync(CancellationToken cancellation = default) => UsableCertificates.ReadAsync(_aws, cancellation);

    /// <summary>The platforms in the session's region that have a network or a cluster.</summary>
    public Task<IReadOnlyList<FoundPlatform>> PlatformsAsync(CancellationToken cancellation = default) => _directory.ListAsync(cancellation);

    /// <summary>Removal plans of all that carries platforms' tags and belongs to no complete platform.</summary>
    public async Task<IReadOnlyList<Plan>> OrphansAsync(CancellationToken cancellation = default)
    {
        var incomplete = (await _directory.ListThoroughlyAsync(cancellation)).Where(platform => !platform.IsComplete);
        var plans = await Task.WhenAll(incomplete.Select(platform => PlanRemovalAsync(platform.Scope, null, cancellation)).ToArray());

        // The tagging API still names for a while what is gone: the services' own answers decide.
        return [.. plans.Where(plan => !plan.IsEmpty)];
    }

    /// <summary>Secrets whose source is missing here and that a rehearsal would give a stand-in, by their name in the definition.</summary>
    public static IReadOnlyList<string> StandIns(PlatformDefinition definition, BlueprintOptions options) =>
        [.. PlatformBlueprint.Build(definition, options).OfType<SecretResource>().Where(secret => secret.IsStoodIn).Select(secret => secret.Definition.Name)];

    /// <summary>ARNs of the certificates in ACM that a definition names.</summary>
    public static IReadOnlyList<string> CertificatesOf(PlatformDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. (definition.LoadBalancer?.Listeners ?? []).Select(listener => listener.CertificateArn).OfType<string>().Where(CertificateCheck.IsOfAcm).Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _aws.Dispose();
        _ownHandler?.Dispose();
    }

    private static IReadOnlyList<Resource> Wanted(PlatformDefinition? definition) =>
        definition is null ? [] : PlatformBlueprint.Build(definition, new BlueprintOptions());

    private static string NewToken(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
