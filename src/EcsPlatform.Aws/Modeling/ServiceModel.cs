namespace EcsPlatform.Aws.Modeling;

/// <summary>An AWS service: its identity, its protocol and its operations.</summary>
/// <param name="operations">The operations, built when first asked for.</param>
public sealed class ServiceModel(Func<IReadOnlyList<OperationModel>> operations)
{
    private IReadOnlyDictionary<string, OperationModel>? _operations;

    /// <summary>"ECS", "Elastic Load Balancing v2": the model's <c>serviceId</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>"2014-11-13".</summary>
    public required string ApiVersion { get; init; }

    /// <summary>First part of the host name: "ecs", "monitoring".</summary>
    public required string EndpointPrefix { get; init; }

    /// <summary>The service's name in the signature's credential scope: "ecs", "ecr".</summary>
    public required string SigningName { get; init; }

    /// <summary>The protocol that our clients speak to it.</summary>
    public required AwsProtocol Protocol { get; init; }

    /// <summary>All protocols that the service answers, as the model names them ("smithy-rpc-v2-cbor", "json", "query").</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>"1.0" or "1.1" for JSON.</summary>
    public string? JsonVersion { get; init; }

    /// <summary>What stands before the dot in <c>X-Amz-Target</c>.</summary>
    public string? TargetPrefix { get; init; }

    /// <summary>XML namespace of requests and responses.</summary>
    public string? XmlNamespace { get; init; }

    /// <summary>The operations by name.</summary>
    public IReadOnlyDictionary<string, OperationModel> Operations =>
        _operations ??= operations().ToDictionary(operation => operation.Name, StringComparer.Ordinal);
}

/// <summary>One operation of a service.</summary>
public abstract class OperationModel(ServiceModel service, string name)
{
    /// <summary>The service it belongs to.</summary>
    public ServiceModel Service { get; } = service;

    /// <summary>"CreateCluster".</summary>
    public string Name { get; } = name;

    /// <summary>"POST".</summary>
    public string HttpMethod { get; init; } = "POST";

    /// <summary>"/", or for REST the path with its labels and fixed query.</summary>
    public string RequestUri { get; init; } = "/";

    /// <summary>HTTP status of success.</summary>
    public int ResponseCode { get; init; } = 200;

    /// <summary>The request. Operations without input have an empty structure.</summary>
    public required StructureShape Input { get; init; }

    /// <summary>The response. Operations without output have an empty structure.</summary>
    public required StructureShape Output { get; init; }

    /// <summary>False where the model has no input at all (matters for REST bodies).</summary>
    public bool HasInput { get; init; } = true;

    /// <summary>False where the model has no output at all.</summary>
    public bool HasOutput { get; init; } = true;

    /// <summary>Element that wraps the result (query), e.g. "CreateRoleResult".</summary>
    public string? ResultWrapper { get; init; }

    /// <summary>Root element of a REST XML request, where the operation gives one.</summary>
    public string? InputLocationName { get; init; }

    /// <summary>Namespace of that root element.</summary>
    public XmlNamespace? InputXmlNamespace { get; init; }

    /// <summary>"{Name}." where the operation puts something before the host.</summary>
    public string? HostPrefix { get; init; }

    /// <summary>A Content-MD5 or checksum header is required.</summary>
    public bool HttpChecksumRequired { get; init; }

    /// <summary>The errors that the model names.</summary>
    public IReadOnlyList<StructureShape> Errors { get; init; } = [];
}

/// <summary>One operation with its C# types.</summary>
/// <typeparam name="TRequest">The request class.</typeparam>
/// <typeparam name="TResponse">The response class.</typeparam>
public sealed class OperationModel<TRequest, TResponse>(ServiceModel service, string name) : OperationModel(service, name)
    where TRequest : class
    where TResponse : class;
