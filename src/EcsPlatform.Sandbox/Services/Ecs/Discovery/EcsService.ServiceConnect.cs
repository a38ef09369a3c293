using Amazon.ECS.Model;
using CloudMapNamespace = Amazon.ServiceDiscovery.Model.Namespace;
using Pair = Amazon.ECS.Model.KeyValuePair;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Service Connect: endpoints in a namespace, and which of them a task sees.</summary>
internal sealed partial class EcsService
{
    /// <summary>How long Cloud Map still knows the endpoints of a service that is gone.</summary>
    private static readonly TimeSpan EndpointsLinger = TimeSpan.FromSeconds(10);

    /// <summary>For tests: the endpoints ("name:port") that a task's proxy resolves: those that the namespace had when the task's deployment began.</summary>
    /// <remarks>"Existing tasks and replacement tasks continue to behave the same as they did after the most recent deployment" (Developer Guide, Service Connect components).</remarks>
    /// <param name="taskArn">The task.</param>
    internal IReadOnlyList<string> EndpointsSeenBy(string taskArn) => State.Tasks.GetValueOrDefault(EcsNames.Last(taskArn))?.SeenEndpoints ?? [];

    /// <summary>Checks a configuration for a service that may be there already; fills in the cluster's namespace.</summary>
    private void CheckServiceConnect(ServiceConnectConfiguration? configuration, TaskDefinition definition, string cluster, ServiceRecord? present, string operation)
    {
        if (configuration?.Enabled != true)
        {
            return;
        }

        new ServiceConnectRules(Neighbours).Check(configuration, definition);
        configuration.Namespace ??= State.Clusters[cluster].Cluster.ServiceConnectDefaults?.Namespace;
        EcsErrors.Require(!string.IsNullOrEmpty(configuration.Namespace), "A namespace must be specified for Service Connect, by the service or as the default of its cluster.");
        var home = NamespaceOf(configuration);
        foreach (var wanted in Endpoints(configuration, home, definition))
        {
            var own = present?.Endpoints.Find(endpoint => endpoint.NamespaceArn == home.Arn && endpoint.DiscoveryName == wanted.DiscoveryName);
            EcsErrors.Require(own is not null || !Neighbours.IsRegistryName(home.Id, wanted.DiscoveryName), $"{operation} error: SC service is already used by {home.Arn}");
            EcsErrors.Require(own is null || own.Protocol == wanted.Protocol,
                $"The protocol and the appProtocol of the Service Connect port {wanted.DiscoveryName} can't be changed: delete the service and create it again.");
            EcsErrors.Require(!State.Services.Values.Any(other => other != present && other.Endpoints.Exists(endpoint =>
                    endpoint.NamespaceArn == home.Arn && endpoint.DnsName == wanted.DnsName && endpoint.Port == wanted.Port)),
                $"The clientAlias {wanted.DnsName}:{wanted.Port} is already used in the namespace {home.Arn}.");
        }
    }

    private CloudMapNamespace NamespaceOf(ServiceConnectConfiguration configuration) =>
        Neighbours.FindNamespace(configuration.Namespace) ?? throw new AwsError("NamespaceNotFoundException", "The specified namespace wasn't found.");

    private static List<EndpointRecord> Endpoints(ServiceConnectConfiguration configuration, CloudMapNamespace home, TaskDefinition definition) =>
    [
        .. (configuration.Services ?? []).Select(service =>
        {
            var port = ServiceConnectRules.Port(service.PortName, definition)!;
            var name = ServiceConnectRules.DiscoveryName(service);
            return new EndpointRecord
            {
                DiscoveryName = name,
                NamespaceArn = home.Arn,
                DnsName = service.ClientAliases[0].DnsName ?? $"{name}.{home.Name}",
                Port = service.ClientAliases[0].Port ?? 0,
                ContainerPort = service.IngressPortOverride ?? port.ContainerPort ?? 0,
                Protocol = $"{port.Protocol?.Value ?? "tcp"}/{port.AppProtocol?.Value ?? "tcp"}",
            };
        }),
    ];

    /// <summary>A deployment begins: its endpoints are made, then it takes down which ones there are.</summary>
    private void Connect(ServiceRecord service, DeploymentRecord deployment)
    {
        deployment.Deployment.ServiceConnectConfiguration = service.ServiceConnect;
        if (service.ServiceConnect is not { Enabled: true } configuration || Neighbours.FindNamespace(configuration.Namespace) is not { } home)
        {
            return;
        }

        foreach (var wanted in Endpoints(configuration, home, FindTaskDefinition(service.Service.TaskDefinition)!.TaskDefinition))
        {
            var endpoint = Ensure(service, wanted, home);
            var tls = configuration.Services.Find(candidate => ServiceConnectRules.DiscoveryName(candidate) == wanted.DiscoveryName)!.Tls;
            endpoint.Secret ??= tls is null ? null : Neighbours.CreateServiceConnectSecret(Ids.Hex(32), tls.KmsKey);
            (deployment.Deployment.ServiceConnectResources ??= []).Add(
                new ServiceConnectServiceResource { DiscoveryName = endpoint.DiscoveryName, DiscoveryArn = endpoint.CloudMapArn });
        }

        deployment.SeenEndpoints =
        [
            .. State.Services.Values.SelectMany(other => other.Endpoints).Where(endpoint => endpoint.NamespaceArn == home.Arn)
                .Select(endpoint => $"{endpoint.DnsName}:{endpoint.Port}").Order(StringComparer.Ordinal),
        ];
    }

    private EndpointRecord Ensure(ServiceRecord service, EndpointRecord wanted, CloudMapNamespace home)
    {
        if (service.Endpoints.Find(endpoint => endpoint.NamespaceArn == home.Arn && endpoint.DiscoveryName == wanted.DiscoveryName) is { } present)
        {
            (present.DnsName, present.Port, present.ContainerPort) = (wanted.DnsName, wanted.Port, wanted.ContainerPort);
            return present;
        }

        wanted.CloudMapArn = Neighbours.CreateManagedRegistry(home.Id, wanted.DiscoveryName);
        service.Endpoints.Add(wanted);
        return wanted;
    }

    /// <summary>What keeps a deployment's TLS from working yet; null where nothing does.</summary>
    private string? WhyNoTls(DeploymentRecord deployment)
    {
        foreach (var tls in (deployment.Deployment.ServiceConnectConfiguration?.Services ?? []).Select(service => service.Tls).OfType<ServiceConnectTlsConfiguration>())
        {
            if (!Neighbours.IsAssumable(tls.RoleArn, Neighbours.ServicePrincipal))
            {
                return $"ECS was unable to assume the role '{tls.RoleArn}' that was provided for Service Connect TLS.";
            }

            if (!Neighbours.IsActiveAuthority(tls.IssuerCertificateAuthority.AwsPcaAuthorityArn))
            {
                return $"The certificate authority {tls.IssuerCertificateAuthority.AwsPcaAuthorityArn} for Service Connect TLS is not active.";
            }
        }

        return null;
    }

    /// <summary>Why the proxy cannot start: the log group that it writes to is missing. Null where it can.</summary>
    private string? ProxyObstacle(TaskRecord record) => ProxyLog(record) is { } options
        && options.GetValueOrDefault("awslogs-create-group") != "true" && options["awslogs-region"] == Region.Name && !Neighbours.LogGroupExists(options["awslogs-group"])
            ? "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: "
                + $"ResourceNotFoundException: The specified log group does not exist. : exit status 1 (log group {options["awslogs-group"]})"
            : null;

    private void LogProxy(TaskRecord record, string line)
    {
        if (ProxyLog(record) is { } options)
        {
            var name = record.Task.Containers[^1].Name;
            Neighbours.WriteLog(options["awslogs-group"], $"{options["awslogs-stream-prefix"]}/{name}/{record.Id}", line);
        }
    }

    private Dictionary<string, string>? ProxyLog(TaskRecord record) =>
        ServiceOf(record)?.Deployments.Find(deployment => deployment.Id == record.DeploymentId)?.Deployment.ServiceConnectConfiguration is
            { Enabled: true, LogConfiguration: { LogDriver.Value: "awslogs", Options: { } options } } ? options : null;

    private IEnumerable<EndpointRecord> EndpointsOf(TaskRecord record) =>
        ServiceOf(record)?.Endpoints.Where(endpoint => record.EndpointArns.Contains(endpoint.CloudMapArn)) ?? [];

    /// <summary>The proxy that ECS adds to a task, and what it is told.</summary>
    private void AddProxy(TaskRecord record, ServiceRecord service, DeploymentRecord deployment)
    {
        record.SeenEndpoints = deployment.SeenEndpoints;
        record.EndpointArns = [.. (deployment.Deployment.ServiceConnectResources ?? []).Select(resource => resource.DiscoveryArn)];
        if (deployment.Deployment.ServiceConnectConfiguration is not { Enabled: true } configuration)
        {
            return;
        }

        var proxy = NewContainer(service, new ContainerDefinition { Name = $"ecs-service-connect-{Ids.Alphanumeric(5)}" }, record.Task.TaskArn, record.Id);
        record.Task.Containers.Add(proxy);
        record.Task.Attachments.Add(new Attachment
        {
            Id = Ids.Uuid(),
            Type = "Service Connect",
            Status = "ATTACHED",
            Details =
            [
                new Pair { Name = "ContainerName", Value = proxy.Name },
                .. (configuration.Services ?? []).Select(served => new Pair { Name = "discoveryName", Value = ServiceConnectRules.DiscoveryName(served) }),
            ],
        });
    }

    /// <summary>Endpoints that no deployment of the service has any more go.</summary>
    private void DropEndpoints(ServiceRecord service)
    {
        var kept = service.Deployments.Append(service.LastCompleted).OfType<DeploymentRecord>()
            .SelectMany(deployment => deployment.Deployment.ServiceConnectResources ?? []).Select(resource => resource.DiscoveryArn).ToHashSet();
        foreach (var endpoint in service.Endpoints.Where(endpoint => !service.IsActive || !kept.Contains(endpoint.CloudMapArn)).ToList())
        {
            service.Endpoints.Remove(endpoint);
            State.LeavingEndpoints[endpoint.CloudMapArn] = endpoint;
            _endpointLeaves.After(EndpointsLinger, endpoint.CloudMapArn);
        }
    }

    private void RemoveEndpoint(string cloudMapArn)
    {
        if (!Neighbours.RemoveManagedRegistry(cloudMapArn))
        {
            _endpointLeaves.After(EndpointsLinger, cloudMapArn);
            return;
        }

        if (State.LeavingEndpoints.Remove(cloudMapArn, out var endpoint) && endpoint.Secret is { } secret)
        {
            Neighbours.DeleteServiceConnectSecret(secret);
        }
    }
}
