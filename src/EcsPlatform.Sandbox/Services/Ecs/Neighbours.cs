using System.Text.Json.Nodes;
using EcsPlatform.Sandbox.Services.AppMesh;
using EcsPlatform.Sandbox.Services.CloudMap;
using EcsPlatform.Sandbox.Services.CloudWatch;
using EcsPlatform.Sandbox.Services.Ec2;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;
using EcsPlatform.Sandbox.Services.Kms;
using EcsPlatform.Sandbox.Services.PrivateCa;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The other services as ECS sees them: the only file of ECS that names them.</summary>
internal sealed class Neighbours(SandboxRegion region)
{
    public const string TaskPrincipal = "ecs-tasks.amazonaws.com";

    public const string ServicePrincipal = "ecs.amazonaws.com";

    public IamRole? FindRole(string arn) => region.Get<IamService>().FindRole(arn);

    /// <summary>Whether tasks may run under the role by now.</summary>
    public bool IsAssumable(string role) => region.Get<IamService>().IsAssumable(role, TaskPrincipal);

    /// <summary>Whether a principal may assume the role by now.</summary>
    public bool IsAssumable(string role, string principal) => region.Get<IamService>().IsAssumable(role, principal);

    /// <summary>Whether the role exists and trusts the principal, be it spread already or not.</summary>
    public bool RoleTrusts(string role, string principal) => FindRole(role) is { } found && PolicyDocument.Trusts(found.TrustPolicy, principal);

    /// <summary>Whether the role's policies allow something.</summary>
    public bool MayRole(string role, string action, string resource) => region.Get<IamService>().Allows(role, action, resource);

    /// <summary>What services say when the role may not do something.</summary>
    public string RoleRefusal(string role, string action, string resource, string session) => region.Get<IamService>().Refusal(role, action, resource, session);

    /// <summary>Why the role does not get the secret's value; null where it does, or where there is nothing to get.</summary>
    public string? SecretRefusal(string role, string arn, string session) => region.Get<SecretsManagerService>().Refusal(role, arn, session);

    public void EnsureServiceLinkedRole() => region.Get<IamService>().EnsureServiceLinkedRole("ecs.amazonaws.com");

    public Amazon.EC2.Model.Subnet? FindSubnet(string id) => region.Get<Ec2Service>().FindSubnet(id);

    public string? VpcOfSecurityGroup(string id) => region.Get<Ec2Service>().FindSecurityGroup(id)?.VpcId;

    public Amazon.EC2.Model.NetworkInterface CreateInterface(InterfaceOrder order) => region.Get<Ec2Service>().CreateInterface(order);

    public void ReleaseInterface(string id, TimeSpan linger) => region.Get<Ec2Service>().ReleaseInterface(id, linger);

    public bool RepositoryExists(string name) => region.Get<EcrService>().HasRepository(name);

    public bool ImageExists(string image) => region.Get<EcrService>().HasImage(image);

    public bool SecretExists(string id) => region.Get<SecretsManagerService>().FindSecret(id) is not null;

    public bool LogGroupExists(string name) => region.Get<LogsService>().HasGroup(name);

    public void WriteLog(string group, string stream, string message) => region.Get<LogsService>().Write(group, stream, message);

    public Amazon.ElasticLoadBalancingV2.Model.TargetGroup? FindTargetGroup(string arn) => Balancing.FindTargetGroup(arn);

    public bool HasLoadBalancer(string targetGroupArn) => Balancing.IsAttachedToListener(targetGroupArn);

    public void RegisterTarget(string targetGroupArn, string ip, int port, string zone, params string[] names) =>
        Balancing.RegisterTarget(targetGroupArn, ip, port, zone, names);

    public void DeregisterTarget(string targetGroupArn, string ip, int port) => Balancing.DeregisterTarget(targetGroupArn, ip, port);

    public TimeSpan DeregistrationDelay(string targetGroupArn) => Balancing.DeregistrationDelay(targetGroupArn);

    /// <summary>"initial", "healthy", "unhealthy", "draining", "unused", or null where the target is not registered.</summary>
    public string? TargetHealth(string targetGroupArn, string ip, int port) => Balancing.Health(targetGroupArn, ip, port);

    /// <summary>Tells of every change of a target's health: target group and address.</summary>
    public void OnTargetHealth(Action<string, string> changed) => Balancing.HealthChanged += changed;

    public static bool IsTrafficArn(string arn) => ElasticLoadBalancingService.IsTrafficArn(arn);

    public static bool IsRule(string arn) => arn.Contains(":listener-rule/", StringComparison.Ordinal);

    /// <summary>Target groups and weights of a listener rule or listener; null where it does not exist.</summary>
    public IReadOnlyList<Amazon.ElasticLoadBalancingV2.Model.TargetGroupTuple>? Forwards(string arn) => Balancing.Forwards(arn);

    public void Shift(string arn, IReadOnlyDictionary<string, int> weights) => Balancing.Shift(arn, weights);

    /// <summary>Puts a minute's metrics of the traffic to target groups.</summary>
    public void RecordTraffic(IReadOnlyCollection<string> targetGroups) => Balancing.RecordTraffic(targetGroups);

    /// <summary>Calls a Lambda function and waits for its answer; the error where it could not be called or failed.</summary>
    public (JsonNode? Answer, string? Error, bool WasCalled) InvokeFunction(string? role, string arn, JsonObject payload) => FunctionCalls.Invoke(region, role, arn, payload);

    public bool IsInAlarm(string name) => region.Get<CloudWatchService>().FindAlarm(name)?.StateValue?.Value == "ALARM";

    public bool AlarmExists(string name) => region.Get<CloudWatchService>().FindAlarm(name) is not null;

    public Amazon.ServiceDiscovery.Model.Service? FindRegistry(string arn) => CloudMap.FindService(arn);

    public Amazon.ServiceDiscovery.Model.Namespace? FindNamespace(string name) => CloudMap.FindNamespace(name);

    public bool IsRegistryName(string namespaceId, string name) => CloudMap.HasService(namespaceId, name);

    public string CreateManagedRegistry(string namespaceId, string name) => CloudMap.CreateManaged(namespaceId, name);

    public bool RemoveManagedRegistry(string arn) => CloudMap.RemoveManaged(arn);

    public void RegisterInstance(string registryArn, string id, Dictionary<string, string> attributes) => CloudMap.Register(registryArn, id, attributes);

    public void DeregisterInstance(string registryArn, string id) => CloudMap.Deregister(registryArn, id);

    public void ReportInstanceHealth(string registryArn, string id, bool isHealthy) => CloudMap.ReportHealth(registryArn, id, isHealthy);

    /// <summary>Makes the secret that holds an endpoint's certificate; its name.</summary>
    public string CreateServiceConnectSecret(string suffix, string? kmsKey) =>
        region.Get<SecretsManagerService>().CreateManaged($"ecs-sc!{suffix}", "ecs-sc", kmsKey);

    public void DeleteServiceConnectSecret(string name) => region.Get<SecretsManagerService>().RemoveManaged(name);

    /// <summary>Whether Envoy gets a configuration for the resource.</summary>
    public bool HasVirtualNode(string resource) => region.Get<AppMeshService>().HasVirtualNode(resource);

    /// <summary>Whether the authority can issue certificates.</summary>
    public bool IsActiveAuthority(string arn) => region.Get<PrivateCaService>().FindAuthority(arn)?.Status == "ACTIVE";

    public bool KeyExists(string id) => region.Get<KmsService>().FindKey(id) is not null;

    private CloudMapService CloudMap => region.Get<CloudMapService>();

    private ElasticLoadBalancingService Balancing => region.Get<ElasticLoadBalancingService>();
}
