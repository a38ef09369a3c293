using EcsPlatform.Sandbox.Services.CloudWatch;
using EcsPlatform.Sandbox.Services.Ec2;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>The other services as ECS sees them: the only file of ECS that names them.</summary>
internal sealed class Neighbours(SandboxRegion region)
{
    public const string TaskPrincipal = "ecs-tasks.amazonaws.com";

    public IamRole? FindRole(string arn) => region.Get<IamService>().FindRole(arn);

    /// <summary>Whether tasks may run under the role by now.</summary>
    public bool IsAssumable(string role) => region.Get<IamService>().IsAssumable(role, TaskPrincipal);

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

    public TargetGroupFacts? FindTargetGroup(string arn) => new(true, "ip", TimeSpan.FromSeconds(300));

    public bool TargetsAreHealthy(TaskRecord task) => true;

    public bool AlarmExists(string name) => region.Get<CloudWatchService>().FindAlarm(name) is not null;
}

/// <summary>What ECS wants to know about a target group.</summary>
/// <param name="HasLoadBalancer">A listener or a rule forwards to it.</param>
/// <param name="TargetType">"ip", "instance", "lambda" or "alb".</param>
/// <param name="DeregistrationDelay">How long it drains.</param>
internal sealed record TargetGroupFacts(bool HasLoadBalancer, string TargetType, TimeSpan DeregistrationDelay);
