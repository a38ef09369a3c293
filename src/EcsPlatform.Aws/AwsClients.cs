using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Runtime;

namespace EcsPlatform.Aws;

/// <summary>The AWS clients of one account and region: each made when first asked for, then shared. Thread-safe.</summary>
/// <remarks>A property per service is generated (<c>ECS</c>, <c>EC2</c>, <c>SecurityToken</c>…). Calls complete on the calling thread when the handler does.</remarks>
public sealed partial class AwsClients : IDisposable
{
    private readonly object _gate = new();
    private readonly List<IDisposable> _made = [];
    private readonly AwsClientOptions _options;
    private readonly HandlerHttpClientFactory? _http;

    /// <summary>Clients for these options; nothing is read or called yet.</summary>
    public AwsClients(AwsClientOptions options)
    {
        _options = options;
        _http = options.Handler is { } handler ? new HandlerHttpClientFactory(handler) : null;
    }

    /// <summary>The region that calls go to: the one given, AWS_REGION, the named profile's, else the SDK's chain; null where there is none.</summary>
    public string? Region => _options.Region
        ?? (_options.Profile is { } profile ? OfEnvironment() ?? OfProfile(profile) : null)
        ?? Configure(new Amazon.SecurityToken.AmazonSecurityTokenServiceConfig()).RegionEndpoint?.SystemName;

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _made.ForEach(client => client.Dispose());
            _made.Clear();
        }

        _http?.Dispose();
    }

    private static string? OfEnvironment() => Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region : null;

    // The SDK's own chain asks the default profile, whichever was named.
    private static string? OfProfile(string name) => new CredentialProfileStoreChain().TryGetProfile(name, out var profile) ? profile.Region?.SystemName : null;

    private TClient Get<TClient>(ref TClient? field, Func<TClient> make)
        where TClient : class, IDisposable
    {
        if (Volatile.Read(ref field) is { } made)
        {
            return made;
        }

        lock (_gate)
        {
            if (field is null)
            {
                var client = make();
                _made.Add(client);
                Volatile.Write(ref field, client);
            }

            return field;
        }
    }

    private TConfig Configure<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        if (_options.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }

        if (_options.Credentials is { } credentials)
        {
            config.DefaultAWSCredentials = credentials;
        }

        if (_options.EndpointUrl is { } url)
        {
            // The SDK takes either a region or a URL; the region still signs.
            config.ServiceURL = url;
            config.AuthenticationRegion = _options.Region ?? "us-east-1";
        }
        else if (_options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        config.IgnoreConfiguredEndpointUrls = _options.IgnoreConfiguredEndpointUrls;
        if (_options.RetryMode is { } mode)
        {
            config.RetryMode = mode;
        }

        if (_options.MaxRetries is { } retries)
        {
            config.MaxErrorRetry = retries;
        }

        if (_http is not null)
        {
            config.HttpClientFactory = _http;
        }

        return config;
    }

    private void Customize(RuntimePipeline pipeline, IClientConfig config, Func<ServiceModel> service)
    {
        ConstraintHandler.AddTo(pipeline, service);
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(ClockedRetry.Policy(config, _options.Time, _options.Jitter)));
    }

    private string NewIdempotencyToken() => _options.NewIdempotencyToken();
}
