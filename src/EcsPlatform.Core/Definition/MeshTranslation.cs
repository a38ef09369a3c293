namespace EcsPlatform.Core.Definition;

/// <summary>What a platform gains or loses by another mesh.</summary>
/// <param name="Setting">What it is about, as the definition calls it: "tls.mutual", "retry".</param>
/// <param name="Service">The microservice; null for the whole platform.</param>
/// <param name="Text">What becomes of it.</param>
public sealed record MeshConsequence(string Setting, string? Service, string Text);

/// <summary>A definition with another mesh: what that mesh lacks is left out and told, what it brings is told.</summary>
/// <param name="Definition">The definition with the other mesh.</param>
/// <param name="Losses">What no longer holds.</param>
/// <param name="Gains">What is new.</param>
public sealed record MeshTranslation(PlatformDefinition Definition, IReadOnlyList<MeshConsequence> Losses, IReadOnlyList<MeshConsequence> Gains)
{
    /// <summary>Says the definition in terms of another mesh.</summary>
    /// <param name="definition">With or without a mesh.</param>
    /// <param name="target">The mesh to be.</param>
    public static MeshTranslation Of(PlatformDefinition definition, MeshType target)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var before = definition.Mesh;
        if (before?.Type == target)
        {
            return new(definition, [], []);
        }

        var losses = new List<MeshConsequence>();
        var mesh = Mesh(before ?? new MeshDefinition(), target, losses);
        var services = definition.Services.Select(service => service with { Mesh = Settings(service, target, losses), Deployment = Deployment(definition, service, target, losses) }).ToList();
        return new(definition with { Mesh = mesh, Services = services }, losses, [.. GainsOf(definition, target)]);
    }

    private static MeshDefinition Mesh(MeshDefinition before, MeshType target, List<MeshConsequence> losses)
    {
        var (proxied, mesh) = (target != MeshType.CloudMap, before with { Type = target });
        if (target == MeshType.AppMesh)
        {
            return mesh;
        }

        if (before.Tls is { Mutual: true })
        {
            losses.Add(new("tls.mutual", null, proxied
                ? "Callers no longer show certificates: Service Connect encrypts, and only servers prove who they are. Who may call whom stays with the security groups."
                : "Calls are no longer encrypted, and nobody shows certificates. Who may call whom stays with the security groups."));
        }
        else if (before.Tls is not null && !proxied)
        {
            losses.Add(new("tls", null, "Calls are no longer encrypted."));
        }

        if (before.Egress == MeshEgress.DropAll)
        {
            losses.Add(new("egress", null, "The proxies no longer stop calls that leave the mesh: the security groups' outbound rules alone do."));
        }

        if (before.EnvoyImage is not null)
        {
            losses.Add(new("envoyImage", null, proxied ? "The proxy's image is chosen by ECS." : "There is no proxy."));
        }

        if (before.AccessLogs && !proxied)
        {
            losses.Add(new("accessLogs", null, "Calls are no longer logged by a proxy."));
        }

        return mesh with
        {
            Tls = proxied && before.Tls is { } tls ? new MeshTls { CertificateAuthority = tls.CertificateAuthority } : null,
            Egress = MeshEgress.AllowAll,
            EnvoyImage = null,
            AccessLogs = before.AccessLogs && proxied,
        };
    }

    private static ServiceMeshSettings Settings(MicroserviceDefinition service, MeshType target, List<MeshConsequence> losses)
    {
        var settings = service.Mesh;
        if (target == MeshType.AppMesh)
        {
            return settings;
        }

        var proxied = target == MeshType.ServiceConnect;
        Lose(settings.Retry is not null, "retry", proxied
            ? $"{settings.Retry?.MaxRetries} repetitions become Service Connect's own two, which cannot be set."
            : "Nobody repeats failed requests.");
        Lose(settings.ConnectionPool is not null, "connectionPool", "No proxy limits what comes in at once.");
        Lose(settings.OutlierDetection is not null, "outlierDetection", proxied
            ? "When a failing task is taken out of the round is Service Connect's own choice: after five failures in a row, for 30 seconds."
            : "Failing tasks stay in the round until their health check fails.");
        Lose(!proxied && settings.RequestTimeoutSeconds is not null, "requestTimeoutSeconds", "Nobody ends requests that take too long.");
        Lose(!proxied && settings.IdleTimeoutSeconds is not null, "idleTimeoutSeconds", "Nobody closes idle connections.");
        return new ServiceMeshSettings
        {
            Protocol = settings.Protocol,
            RequestTimeoutSeconds = proxied ? settings.RequestTimeoutSeconds : null,
            IdleTimeoutSeconds = proxied ? settings.IdleTimeoutSeconds : null,
        };

        void Lose(bool lost, string setting, string text)
        {
            if (lost)
            {
                losses.Add(new(setting, service.Name, text));
            }
        }
    }

    private static DeploymentDefinition Deployment(PlatformDefinition definition, MicroserviceDefinition service, MeshType target, List<MeshConsequence> losses)
    {
        var deployment = service.Deployment;

        // ECS Developer Guide, Service Connect considerations: CodeDeploy's deployments are not supported.
        if (target == MeshType.ServiceConnect && deployment.Controller == RolloutController.CodeDeploy)
        {
            losses.Add(new("deployment.controller", service.Name, "CodeDeploy does not deploy services of Service Connect: ECS moves the traffic itself, in the same steps."
                + (deployment.Hooks.Count > 0 ? " The hooks' functions answer ECS with hookStatus, and call CodeDeploy no more." : "")));
            return deployment with { Controller = RolloutController.Ecs };
        }

        // Without Service Connect, calls between services are nothing that ECS could move in steps.
        if (target != MeshType.ServiceConnect && (service.Route is null || definition.LoadBalancer is null) && deployment.Strategy is RolloutStrategy.Linear or RolloutStrategy.Canary)
        {
            losses.Add(new("deployment.strategy", service.Name, $"Calls no longer move in steps: {deployment.Strategy.Spell()} becomes BLUE_GREEN, and new tasks get calls as soon as they run."));
            return deployment with { Strategy = RolloutStrategy.BlueGreen };
        }

        return deployment;
    }

    private static IEnumerable<MeshConsequence> GainsOf(PlatformDefinition definition, MeshType target)
    {
        var before = definition.Mesh?.Type;
        if (before is null)
        {
            yield return new("domain", null, "Services reach each other by name, and callers find the addresses in their environment.");
        }

        if (before == MeshType.AppMesh)
        {
            yield return new("type", null, "It goes on: App Mesh ended on 2026-09-30.");
            yield return new("envoy", null, target == MeshType.ServiceConnect
                ? "ECS runs, patches and scales the proxies: no sidecar, no init container and no appmesh permission in the task definitions."
                : "No sidecar in the tasks: their CPU and memory are the containers' own.");
        }

        if (before == MeshType.AppMesh && definition.Mesh!.Tls is not null && target == MeshType.ServiceConnect)
        {
            yield return new("tls", null, "Certificates are issued and renewed by ECS, without new tasks.");
        }

        if (before is null or MeshType.CloudMap && target == MeshType.ServiceConnect)
        {
            yield return new("retry", null, "Failed requests are repeated, and failing tasks taken out of the round.");
        }
    }
}
