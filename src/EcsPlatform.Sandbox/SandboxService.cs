using System.Text.Json.Nodes;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Sandbox;

/// <summary>One AWS service in one region (or, for global services, in the account): its state and its operations.</summary>
/// <remarks>Handlers and steps run one at a time, under the sandbox's lock: services need none of their own.</remarks>
public abstract class SandboxService
{
    private readonly Dictionary<string, Func<object, CallContext, object>> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);

    /// <summary>For the derived service, which registers its handlers in its constructor.</summary>
    /// <param name="region">Where it lives.</param>
    protected SandboxService(SandboxRegion region) => Region = region;

    /// <summary>Where the service lives: neighbours, clock, identifiers, faults.</summary>
    protected SandboxRegion Region { get; }

    internal SandboxRegion Home => Region;

    /// <summary>The sandbox's time.</summary>
    protected DateTimeOffset Now => Region.Now;

    /// <summary>Identifiers from the seed.</summary>
    protected Ids Ids => Region.Ids;

    /// <summary>Faults on demand.</summary>
    protected Faults Faults => Region.Sandbox.Faults;

    /// <summary>What the service adds to the answers of the tagging API, with ARN and tags.</summary>
    public virtual IEnumerable<TaggedResource> TaggedResources() => [];

    /// <summary>Changes the tags of a resource on behalf of the tagging API; false where the service has no such resource.</summary>
    /// <param name="arn">The resource.</param>
    /// <param name="change">What to do to its tags.</param>
    public virtual bool ChangeTags(string arn, Action<TagSet> change) => false;

    /// <summary>Everything that stands in the account because of this service: "Vpcs/vpc-0a1…". What is gone and merely remembered is left out, and so is what AWS keeps for itself.</summary>
    public virtual IEnumerable<string> Inventory() => [];

    /// <summary>The operations that have a handler.</summary>
    internal IReadOnlyCollection<string> Operations => _handlers.Keys;

    internal Func<object, CallContext, object>? Handler(string operation) => _handlers.GetValueOrDefault(operation);

    internal IReadOnlyDictionary<string, Step> Steps => _steps;

    /// <summary>Registers a handler.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="handler">Answers it or throws <see cref="AwsError"/>.</param>
    protected void On<TRequest, TResponse>(OperationModel<TRequest, TResponse> operation, Func<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        _handlers.Add(operation.Name, (request, _) => handler((TRequest)request));

    /// <summary>Registers a handler that wants to know about the call.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="handler">Answers it or throws <see cref="AwsError"/>.</param>
    protected void On<TRequest, TResponse>(OperationModel<TRequest, TResponse> operation, Func<TRequest, CallContext, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        _handlers.Add(operation.Name, (request, context) => handler((TRequest)request, context));

    /// <summary>Defines a step of a lifecycle; call it in the constructor.</summary>
    /// <param name="name">A name, unique in the service; it stands in the state file.</param>
    /// <param name="run">What happens to the resource with the key; the resource may be gone by then.</param>
    /// <param name="background">True for what happens in days or years whether or not anybody waits: a virtual clock does not jump to it.</param>
    protected Step Step(string name, Action<string> run, bool background = false)
    {
        var step = new Step(name, Region, run, background);
        _steps.Add(name, step);
        return step;
    }

    /// <summary>The service's refusal of a request that breaks the model's constraints.</summary>
    /// <param name="model">The service's model.</param>
    /// <param name="message">What is wrong, with the member's path.</param>
    /// <param name="missing">True when a required member is missing.</param>
    protected internal virtual AwsError InvalidRequest(ServiceModel model, string message, bool missing) => model.Protocol switch
    {
        AwsProtocol.Ec2Query => new AwsError(missing ? "MissingParameter" : "InvalidParameterValue", message),
        AwsProtocol.Query => new AwsError("ValidationError", message),
        _ => new AwsError("ValidationException", message),
    };

    /// <summary>The service's throttling error.</summary>
    /// <param name="model">The service's model.</param>
    protected internal virtual AwsError Throttled(ServiceModel model) => model.Protocol switch
    {
        AwsProtocol.Ec2Query => new AwsError("RequestLimitExceeded", "Request limit exceeded.", 503),
        AwsProtocol.Query => new AwsError("Throttling", "Rate exceeded", 400),
        _ => new AwsError("ThrottlingException", "Rate exceeded", 400),
    };

    /// <summary>The service's internal error.</summary>
    /// <param name="model">The service's model.</param>
    protected internal virtual AwsError InternalError(ServiceModel model) => model.Protocol switch
    {
        AwsProtocol.Ec2Query => new AwsError("InternalError", "An internal error has occurred", 500),
        AwsProtocol.Query => new AwsError("InternalFailure", "We encountered an internal error. Please try again.", 500),
        _ => new AwsError("InternalServerException", "We encountered an internal error. Please try again.", 500),
    };

    internal virtual JsonNode? SaveState() => null;

    internal virtual void LoadState(JsonNode state)
    {
    }
}

/// <summary>A service whose whole state is one object that System.Text.Json can write and read back.</summary>
/// <typeparam name="TState">Public properties only; model types of AWS services may stand in it.</typeparam>
/// <param name="region">Where it lives.</param>
public abstract class SandboxService<TState>(SandboxRegion region) : SandboxService(region)
    where TState : class, new()
{
    /// <summary>Everything the service remembers.</summary>
    protected TState State { get; private set; } = new();

    /// <inheritdoc/>
    public override IEnumerable<string> Inventory() => Standing.In(SaveState(), IsMemory);

    /// <summary>True for what stands in the state and is no resource of the account: attributes, client tokens, what is gone.</summary>
    /// <param name="collection">The state's property.</param>
    /// <param name="entry">One entry of it.</param>
    protected virtual bool IsMemory(string collection, JsonNode? entry) => Standing.IsGone(entry);

    internal override JsonNode? SaveState() => StateJson.Write(State);

    internal override void LoadState(JsonNode state) => State = StateJson.Read<TState>(state);
}
