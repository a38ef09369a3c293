namespace EcsPlatform.Core.Definition.Validation;

/// <summary>A mesh that can do what is asked of it: what one kind of mesh offers, another lacks.</summary>
internal static class MeshRules
{
    private const int LongestName = 127; // ECS API, ServiceConnectClientAlias: dnsName

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        if (definition.Mesh is not { } mesh)
        {
            return;
        }

        Encryption(definition, mesh, problems);
        foreach (var (setting, why) in Lacking(mesh))
            problems.Add("mesh.setting", $"mesh.{setting}", setting, mesh.Type.Spell(), why);
        foreach (var (service, path) in definition.EachService())
        {
            foreach (var (setting, why) in Lacking(mesh.Type, service.Mesh))
                problems.Add("mesh.service-setting", $"{path}.mesh.{setting}", service.Name, setting, mesh.Type.Spell(), why);
            if (mesh.Type != MeshType.CloudMap && service.Mesh is { Protocol: MeshProtocol.Tcp, RequestTimeoutSeconds: not null })
                problems.Add("mesh.tcp", $"{path}.mesh.requestTimeoutSeconds", service.Name, "requestTimeoutSeconds");
            if (mesh.Type == MeshType.AppMesh && service.Mesh is { Protocol: MeshProtocol.Tcp, Retry: not null })
                problems.Add("mesh.tcp", $"{path}.mesh.retry", service.Name, "retry");
            if (service.Port is not null && MeshAddresses.HostOf(definition, service.Name) is { Length: > LongestName } host)
                problems.Add("mesh.name-long", "mesh.domain", service.Name, host.Length, LongestName);
        }
    }

    private static void Encryption(PlatformDefinition definition, MeshDefinition mesh, ProblemList problems)
    {
        if (mesh.Tls is not { } tls)
            return;
        if (mesh.Type == MeshType.CloudMap)
        {
            problems.Add("mesh.tls", "mesh.tls");
            return;
        }

        if (mesh.Type == MeshType.ServiceConnect && tls.Mutual)
            problems.Add("mesh.mutual", "mesh.tls.mutual");
        if (tls.CertificateAuthority?.Split(':') is { Length: > 3 } arn && arn[3] != definition.Region)
            problems.Add("mesh.authority-region", "mesh.tls.certificateAuthority", arn[3], definition.Region);
    }

    private static IEnumerable<(string Setting, string Why)> Lacking(MeshDefinition mesh)
    {
        if (mesh.Type == MeshType.AppMesh)
            yield break;
        if (mesh.Egress != MeshEgress.AllowAll)
            yield return ("egress", "Remove it: the services' security groups say where tasks may go.");
        if (mesh.EnvoyImage is not null)
            yield return ("envoyImage", mesh.Type == MeshType.ServiceConnect ? "Remove it: ECS brings the proxy." : "Remove it: there is no proxy.");
        if (mesh is { Type: MeshType.CloudMap, AccessLogs: true })
            yield return ("accessLogs", "Remove it, or use serviceConnect: there is no proxy that sees the calls.");
    }

    private static IEnumerable<(string Setting, string Why)> Lacking(MeshType type, ServiceMeshSettings settings)
    {
        const string noProxy = "Remove it, or use serviceConnect: no proxy stands between callers and the service.";
        if (type == MeshType.AppMesh)
            yield break;
        if (type == MeshType.CloudMap && settings.RequestTimeoutSeconds is not null)
            yield return ("requestTimeoutSeconds", noProxy);
        if (type == MeshType.CloudMap && settings.IdleTimeoutSeconds is not null)
            yield return ("idleTimeoutSeconds", noProxy);
        if (settings.Retry is not null)
            yield return ("retry", type == MeshType.CloudMap ? noProxy : "Remove it: Service Connect repeats failed requests twice by itself.");
        if (settings.ConnectionPool is not null)
            yield return ("connectionPool", type == MeshType.CloudMap ? noProxy : "Remove it, and let scaling keep the load of a task down.");
        if (settings.OutlierDetection is not null)
            yield return ("outlierDetection", type == MeshType.CloudMap ? noProxy : "Remove it: Service Connect takes failing tasks out of the round by itself.");
    }
}
