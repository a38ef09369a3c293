namespace EcsPlatform.Core.Definition.Naming;

/// <summary>A type of AWS resource as far as its name goes.</summary>
/// <param name="ShortName">What names of this type begin with.</param>
/// <param name="Limit">Characters that the API takes.</param>
/// <param name="Pattern">What the API takes; our names are lower-case letters, digits, hyphens and, in paths, slashes.</param>
/// <param name="Source">The API page that says so.</param>
public sealed record ResourceType(string ShortName, int Limit, string Pattern, string Source)
{
    private const string TagValue = @"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$";
    private const string Hyphenated = "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$";
    private const string EcsName = "^[A-Za-z0-9_-]+$";
    private const string IamName = @"^[\w+=,.@-]+$";

    /// <summary>A VPC; its name is a tag.</summary>
    public static ResourceType Vpc { get; } = new("vpc", 256, TagValue, "EC2 User Guide, tag restrictions");

    /// <summary>A subnet; its name is a tag.</summary>
    public static ResourceType Subnet { get; } = Vpc with { ShortName = "subnet" };

    /// <summary>An internet gateway; its name is a tag.</summary>
    public static ResourceType InternetGateway { get; } = Vpc with { ShortName = "igw" };

    /// <summary>A NAT gateway; its name is a tag.</summary>
    public static ResourceType NatGateway { get; } = Vpc with { ShortName = "nat" };

    /// <summary>An elastic address; its name is a tag.</summary>
    public static ResourceType ElasticAddress { get; } = Vpc with { ShortName = "eip" };

    /// <summary>A route table; its name is a tag.</summary>
    public static ResourceType RouteTable { get; } = Vpc with { ShortName = "rtb" };

    /// <summary>A security group; may not begin with sg-, an id's beginning, so the short name is written out.</summary>
    public static ResourceType SecurityGroup { get; } = new("security-group", 255, @"^(?!sg-)[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$", "EC2 API, CreateSecurityGroup: GroupName cannot start with sg-");

    /// <summary>An ECS cluster.</summary>
    public static ResourceType Cluster { get; } = new("cluster", 255, EcsName, "ECS API, CreateCluster: clusterName");

    /// <summary>An ECS service.</summary>
    public static ResourceType Service { get; } = new("service", 255, EcsName, "ECS API, CreateService: serviceName");

    /// <summary>A task definition's family.</summary>
    public static ResourceType TaskFamily { get; } = new("task", 255, EcsName, "ECS API, RegisterTaskDefinition: family");

    /// <summary>An Application Load Balancer; may not begin with internal-.</summary>
    public static ResourceType LoadBalancer { get; } = new("alb", 32, "^(?!internal-)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", "ELBv2 API, CreateLoadBalancer: Name");

    /// <summary>A target group.</summary>
    public static ResourceType TargetGroup { get; } = new("tg", 32, Hyphenated, "ELBv2 API, CreateTargetGroup: Name");

    /// <summary>A listener; its name is a tag.</summary>
    public static ResourceType Listener { get; } = Vpc with { ShortName = "listener" };

    /// <summary>A listener rule; its name is a tag.</summary>
    public static ResourceType ListenerRule { get; } = Vpc with { ShortName = "rule" };

    /// <summary>The role by which ECS pulls images, writes logs and reads secrets.</summary>
    public static ResourceType ExecutionRole { get; } = new("execution-role", 64, IamName, "IAM API, CreateRole: RoleName");

    /// <summary>The role that the code in a task has.</summary>
    public static ResourceType TaskRole { get; } = ExecutionRole with { ShortName = "task-role" };

    /// <summary>The role by which ECS issues the certificates of Service Connect.</summary>
    public static ResourceType MeshRole { get; } = ExecutionRole with { ShortName = "mesh-role" };

    /// <summary>A policy inside a role.</summary>
    public static ResourceType RolePolicy { get; } = new("policy", 128, IamName, "IAM API, PutRolePolicy: PolicyName");

    /// <summary>An ECR repository.</summary>
    public static ResourceType Repository { get; } = new("repo", 256, "^[a-z0-9]+([._/-][a-z0-9]+)*$", "ECR API, CreateRepository: repositoryName");

    /// <summary>A secret.</summary>
    public static ResourceType Secret { get; } = new("secret", 512, "^[A-Za-z0-9/_+=.@-]+$", "Secrets Manager API, CreateSecret: Name");

    /// <summary>A log group; its names are paths.</summary>
    public static ResourceType LogGroup { get; } = new("/ecs", 512, @"^[\.\-_/#A-Za-z0-9]+$", "CloudWatch Logs API, CreateLogGroup: logGroupName");

    /// <summary>The alarm that adds tasks.</summary>
    public static ResourceType CpuHighAlarm { get; } = new("cpu-high", 255, "^[!-~ ]+$", "CloudWatch API, PutMetricAlarm: AlarmName");

    /// <summary>The alarm that takes tasks away.</summary>
    public static ResourceType CpuLowAlarm { get; } = CpuHighAlarm with { ShortName = "cpu-low" };

    /// <summary>The alarm on server errors of one of a service's target groups.</summary>
    public static ResourceType ErrorsAlarm { get; } = CpuHighAlarm with { ShortName = "errors" };

    /// <summary>The role by which ECS moves traffic on the load balancer.</summary>
    public static ResourceType LoadBalancerRole { get; } = ExecutionRole with { ShortName = "traffic-role" };

    /// <summary>The role by which ECS calls the functions on the way of a deployment.</summary>
    public static ResourceType HookRole { get; } = ExecutionRole with { ShortName = "hook-role" };

    /// <summary>The role by which CodeDeploy moves traffic and replaces tasks.</summary>
    public static ResourceType CodeDeployRole { get; } = ExecutionRole with { ShortName = "codedeploy-role" };

    /// <summary>The platform's CodeDeploy application.</summary>
    public static ResourceType CodeDeployApplication { get; } = new("app", 100, "^.+$", "CodeDeploy API, CreateApplication: applicationName");

    /// <summary>A service's deployment group.</summary>
    public static ResourceType DeploymentGroup { get; } = new("deploy", 100, "^.+$", "CodeDeploy API, CreateDeploymentGroup: deploymentGroupName");

    /// <summary>A deployment configuration of CodeDeploy; may not begin with CodeDeployDefault.</summary>
    public static ResourceType DeploymentConfig { get; } = new("shift", 100, @"^(?!CodeDeployDefault\.).+$", "CodeDeploy API, CreateDeploymentConfig: deploymentConfigName");

    /// <summary>The step scaling policy that adds tasks.</summary>
    public static ResourceType ScaleOutPolicy { get; } = new("scale-out", 256, @"^\P{C}+$", "Application Auto Scaling API, PutScalingPolicy: PolicyName");

    /// <summary>The step scaling policy that takes tasks away.</summary>
    public static ResourceType ScaleInPolicy { get; } = ScaleOutPolicy with { ShortName = "scale-in" };

    /// <summary>The target tracking policy on CPU.</summary>
    public static ResourceType CpuTargetPolicy { get; } = ScaleOutPolicy with { ShortName = "cpu-target" };

    /// <summary>The target tracking policy on memory.</summary>
    public static ResourceType MemoryTargetPolicy { get; } = ScaleOutPolicy with { ShortName = "memory-target" };

    /// <summary>An App Mesh mesh.</summary>
    public static ResourceType Mesh { get; } = new("mesh", 255, EcsName, "App Mesh API, CreateMesh: meshName");

    /// <summary>A virtual node: a service's tasks as App Mesh sees them.</summary>
    public static ResourceType VirtualNode { get; } = Mesh with { ShortName = "node" };

    /// <summary>A virtual router: where App Mesh leads a service's calls.</summary>
    public static ResourceType VirtualRouter { get; } = Mesh with { ShortName = "router" };

    /// <summary>A virtual router's route.</summary>
    public static ResourceType MeshRoute { get; } = Mesh with { ShortName = "route" };

    /// <summary>A KMS key, by its alias (which has "alias/" before it).</summary>
    public static ResourceType Key { get; } = new("key", 250, "^[a-zA-Z0-9/_-]+$", "KMS API, CreateAlias: AliasName");

    /// <summary>A private certificate authority, by its common name.</summary>
    public static ResourceType CertificateAuthority { get; } = new("ca", 64, "^[A-Za-z0-9-]+$", "Private CA API, ASN1Subject: CommonName");

    /// <summary>The secret with a service's mesh certificate and its key.</summary>
    public static ResourceType MeshCertificate { get; } = Secret with { ShortName = "mesh-certificate" };

    /// <summary>The function that rotates secrets.</summary>
    public static ResourceType RotationFunction { get; } = new("rotation", 64, "^[a-zA-Z0-9-_]+$", "Lambda API, CreateFunction: FunctionName");

    /// <summary>What a rotation function may do.</summary>
    public static ResourceType RotationRole { get; } = ExecutionRole with { ShortName = "rotation-role" };

    /// <summary>Every type that is named here.</summary>
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        Vpc, Subnet, InternetGateway, NatGateway, ElasticAddress, RouteTable, SecurityGroup, Cluster, Service, TaskFamily,
        LoadBalancer, TargetGroup, Listener, ListenerRule, ExecutionRole, TaskRole, MeshRole, RolePolicy, Repository, Secret, LogGroup,
        CpuHighAlarm, CpuLowAlarm, ErrorsAlarm, LoadBalancerRole, HookRole, ScaleOutPolicy, ScaleInPolicy, CpuTargetPolicy, MemoryTargetPolicy,
        CodeDeployRole, CodeDeployApplication, DeploymentGroup, DeploymentConfig,
        Mesh, VirtualNode, VirtualRouter, MeshRoute,
        Key, CertificateAuthority, MeshCertificate, RotationFunction, RotationRole,
    ];
}
