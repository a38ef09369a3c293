using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Clusters.</summary>
internal sealed partial class EcsService
{
    private CreateClusterResponse CreateCluster(CreateClusterRequest request)
    {
        var name = EcsNames.Cluster(request.ClusterName);
        if (!EcsNames.IsIdentifier(name))
        {
            throw EcsErrors.InvalidParameter("Cluster name must contain up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.");
        }

        CapacityProviders.Check(request.CapacityProviders, request.DefaultCapacityProviderStrategy);
        var tags = Tags(request.Tags);
        var settings = ClusterSettings.Merge(null, request.Settings);

        // A name that is taken by an active cluster answers with that cluster, unchanged.
        if (State.Clusters.GetValueOrDefault(name) is not { Cluster.Status: "ACTIVE" } record)
        {
            record = State.Clusters[name] = new ClusterRecord
            {
                Tags = tags,
                Cluster = new Cluster
                {
                    ClusterName = name,
                    ClusterArn = Region.Arn("ecs", $"cluster/{name}"),
                    Status = "ACTIVE",
                    Settings = settings,
                    Configuration = request.Configuration,
                    CapacityProviders = request.CapacityProviders ?? [],
                    DefaultCapacityProviderStrategy = CapacityProviders.Normalize(request.DefaultCapacityProviderStrategy) ?? [],
                    ServiceConnectDefaults = Defaults(request.ServiceConnectDefaults),
                },
            };
        }

        return new CreateClusterResponse { Cluster = Describe(record, [.. AllClusterFields]) };
    }

    private DeleteClusterResponse DeleteCluster(DeleteClusterRequest request)
    {
        var record = ActiveCluster(request.Cluster);
        var name = record.Cluster.ClusterName;
        if (State.Services.Values.Any(service => service.ClusterName == name && service.Service.Status != "INACTIVE"))
        {
            throw new AwsError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
        }

        if (TasksOf(name).Any(task => !task.IsStopped))
        {
            throw new AwsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
        }

        record.Cluster.Status = "INACTIVE";
        return new DeleteClusterResponse { Cluster = Describe(record, []) };
    }

    private DescribeClustersResponse DescribeClusters(DescribeClustersRequest request)
    {
        var names = request.Clusters is { Count: > 0 } asked ? asked : [EcsNames.DefaultCluster];
        if (names.Count > 100)
        {
            throw EcsErrors.InvalidParameter("Clusters cannot have more than 100 elements.");
        }

        var response = new DescribeClustersResponse { Clusters = [], Failures = [] };
        foreach (var cluster in names)
        {
            if (State.Clusters.TryGetValue(EcsNames.Cluster(cluster), out var record))
            {
                response.Clusters.Add(Describe(record, request.Include ?? []));
            }
            else
            {
                response.Failures.Add(Missing($"cluster/{EcsNames.Cluster(cluster)}"));
            }
        }

        return response;
    }

    private ListClustersResponse ListClusters(ListClustersRequest request)
    {
        var active = State.Clusters.Values.Where(record => record.Cluster.Status == "ACTIVE").Select(record => record.Cluster.ClusterArn);
        var page = Paging.Of(active, arn => arn, request.NextToken, PageSize(request.MaxResults, 100), EcsErrors.InvalidToken);
        return new ListClustersResponse { ClusterArns = [.. page.Items], NextToken = page.NextToken };
    }

    private UpdateClusterResponse UpdateCluster(UpdateClusterRequest request)
    {
        var record = ActiveCluster(request.Cluster);
        record.Cluster.Settings = ClusterSettings.Merge(record.Cluster.Settings, request.Settings);
        record.Cluster.Configuration = request.Configuration ?? record.Cluster.Configuration;
        record.Cluster.ServiceConnectDefaults = Defaults(request.ServiceConnectDefaults) ?? record.Cluster.ServiceConnectDefaults;
        return new UpdateClusterResponse { Cluster = Describe(record, [.. AllClusterFields]) };
    }

    private UpdateClusterSettingsResponse UpdateClusterSettings(UpdateClusterSettingsRequest request)
    {
        var record = ActiveCluster(request.Cluster);
        record.Cluster.Settings = ClusterSettings.Merge(record.Cluster.Settings, request.Settings);
        return new UpdateClusterSettingsResponse { Cluster = Describe(record, [.. AllClusterFields]) };
    }

    private PutClusterCapacityProvidersResponse PutClusterCapacityProviders(PutClusterCapacityProvidersRequest request)
    {
        var record = ActiveCluster(request.Cluster);
        CapacityProviders.Check(request.CapacityProviders, request.DefaultCapacityProviderStrategy);
        var removed = record.Cluster.CapacityProviders.Except(request.CapacityProviders).ToHashSet();
        var used = State.Services.Values
            .Where(service => service.ClusterName == record.Cluster.ClusterName && service.Service.Status != "INACTIVE")
            .SelectMany(service => service.Service.CapacityProviderStrategy ?? [])
            .Select(item => item.CapacityProvider);
        if (used.Any(removed.Contains))
        {
            throw new AwsError("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.");
        }

        record.Cluster.CapacityProviders = request.CapacityProviders;
        record.Cluster.DefaultCapacityProviderStrategy = CapacityProviders.Normalize(request.DefaultCapacityProviderStrategy) ?? [];
        return new PutClusterCapacityProvidersResponse { Cluster = Describe(record, [.. AllClusterFields]) };
    }

    private static string[] AllClusterFields =>
        [ClusterField.ATTACHMENTS, ClusterField.CONFIGURATIONS, ClusterField.SETTINGS, ClusterField.STATISTICS, ClusterField.TAGS];

    private static ClusterServiceConnectDefaults? Defaults(ClusterServiceConnectDefaultsRequest? request) =>
        string.IsNullOrEmpty(request?.Namespace) ? null : new ClusterServiceConnectDefaults { Namespace = request.Namespace };

    private ClusterRecord ActiveCluster(string? cluster) =>
        State.Clusters.GetValueOrDefault(EcsNames.Cluster(cluster)) switch
        {
            null => throw EcsErrors.ClusterNotFound(),
            { Cluster.Status: not "ACTIVE" } => throw EcsErrors.Client("The referenced cluster was inactive."),
            var record => record,
        };

    private Failure Missing(string resource) => new() { Arn = EcsNames.IsArn(resource) ? resource : Region.Arn("ecs", resource), Reason = "MISSING" };

    /// <summary>Settings, configuration, statistics and tags are shown only where they were asked for.</summary>
    private Cluster Describe(ClusterRecord record, List<string> include)
    {
        var cluster = record.Cluster;
        var tasks = TasksOf(cluster.ClusterName).ToList();
        return new Cluster
        {
            ClusterName = cluster.ClusterName,
            ClusterArn = cluster.ClusterArn,
            Status = cluster.Status,
            CapacityProviders = cluster.CapacityProviders,
            DefaultCapacityProviderStrategy = cluster.DefaultCapacityProviderStrategy,
            ServiceConnectDefaults = cluster.ServiceConnectDefaults,
            RegisteredContainerInstancesCount = 0,
            RunningTasksCount = tasks.Count(task => task.IsRunning),
            PendingTasksCount = tasks.Count(task => task.IsLive && !task.IsRunning),
            ActiveServicesCount = State.Services.Values.Count(service => service.ClusterName == cluster.ClusterName && service.IsActive),
            Settings = include.Contains(ClusterField.SETTINGS) ? cluster.Settings : [],
            Configuration = include.Contains(ClusterField.CONFIGURATIONS) ? cluster.Configuration : null,
            Tags = include.Contains(ClusterField.TAGS) ? Tags(record.Tags) : [],
            Statistics = [],
        };
    }
}
