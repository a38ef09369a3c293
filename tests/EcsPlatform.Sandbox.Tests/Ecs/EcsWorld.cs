using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.IdentityManagement.Model;
using EcsPlatform.Aws.Models;
using EcsTask = Amazon.ECS.Model.Task;

namespace EcsPlatform.Sandbox.Tests.Ecs;

/// <summary>A sandbox with a network, a role that has spread, and a cluster: what a service needs.</summary>
internal sealed class EcsWorld
{
    public const string Cluster = "payments";

    public EcsWorld(SandboxOptions? options = null)
    {
        Clock = new VirtualClock();
        Sandbox = new AwsSandbox((options ?? new SandboxOptions()) with { Clock = Clock });
        VpcId = Sandbox.Call(EC2Model.CreateVpc, new CreateVpcRequest { CidrBlock = "10.0.0.0/16" }).Vpc.VpcId;
        Subnets = [Subnet("us-east-1a", "10.0.1.0/24"), Subnet("us-east-1b", "10.0.2.0/24"), Subnet("us-east-1c", "10.0.3.0/24")];
        SecurityGroup = Sandbox.Call(EC2Model.CreateSecurityGroup, new CreateSecurityGroupRequest
        {
            GroupName = "web",
            Description = "web",
            VpcId = VpcId,
        }).GroupId;
        Role = CreateRole("execution");
        Sandbox.Call(IdentityManagementModel.AttachRolePolicy, new AttachRolePolicyRequest
        {
            RoleName = "execution",
            PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        });
        Wait(20);
        Sandbox.Call(ECSModel.CreateCluster, new CreateClusterRequest { ClusterName = Cluster });
    }

    public AwsSandbox Sandbox { get; }

    public VirtualClock Clock { get; }

    public string VpcId { get; }

    public List<string> Subnets { get; }

    public string SecurityGroup { get; }

    public string Role { get; }

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public string CreateRole(string name) => Sandbox.Call(IdentityManagementModel.CreateRole, new CreateRoleRequest
    {
        RoleName = name,
        AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
    }).Role.Arn;

    public string Subnet(string zone, string cidr, string? vpc = null) => Sandbox.Call(EC2Model.CreateSubnet, new CreateSubnetRequest
    {
        VpcId = vpc ?? VpcId,
        AvailabilityZone = zone,
        CidrBlock = cidr,
    }).Subnet.SubnetId;

    /// <summary>A task definition of one container "app" on port 8080.</summary>
    public RegisterTaskDefinitionRequest TaskDefinition(string family = "web") => new()
    {
        Family = family,
        NetworkMode = NetworkMode.Awsvpc,
        RequiresCompatibilities = ["FARGATE"],
        Cpu = "256",
        Memory = "512",
        ExecutionRoleArn = Role,
        ContainerDefinitions =
        [
            new ContainerDefinition { Name = "app", Image = "public.ecr.aws/nginx/nginx:1", PortMappings = [new PortMapping { ContainerPort = 8080 }] },
        ],
    };

    public TaskDefinition Register(string family = "web") => Register(TaskDefinition(family));

    public TaskDefinition Register(RegisterTaskDefinitionRequest request) => Sandbox.Call(ECSModel.RegisterTaskDefinition, request).TaskDefinition;

    public CreateServiceRequest Service(string name = "web", int count = 2) => new()
    {
        Cluster = Cluster,
        ServiceName = name,
        TaskDefinition = "web",
        DesiredCount = count,
        LaunchType = LaunchType.FARGATE,
        NetworkConfiguration = Network(),
    };

    public NetworkConfiguration Network() => new()
    {
        AwsvpcConfiguration = new AwsVpcConfiguration { Subnets = [.. Subnets], SecurityGroups = [SecurityGroup] },
    };

    public Service Create(CreateServiceRequest? request = null) => Sandbox.Call(ECSModel.CreateService, request ?? Service()).Service;

    public Service Update(UpdateServiceRequest request)
    {
        request.Cluster ??= Cluster;
        request.Service ??= "web";
        return Sandbox.Call(ECSModel.UpdateService, request).Service;
    }

    public void Delete(bool force = true, string service = "web") =>
        Sandbox.Call(ECSModel.DeleteService, new DeleteServiceRequest { Cluster = Cluster, Service = service, Force = force });

    public Service Look(string service = "web") =>
        Sandbox.Call(ECSModel.DescribeServices, new DescribeServicesRequest { Cluster = Cluster, Services = [service], Include = ["TAGS"] }).Services[0];

    public List<string> Events(string service = "web") => [.. Look(service).Events.Select(happening => happening.Message)];

    public List<EcsTask> Tasks(string desiredStatus = "RUNNING")
    {
        var arns = Sandbox.Call(ECSModel.ListTasks, new ListTasksRequest { Cluster = Cluster, DesiredStatus = desiredStatus }).TaskArns;
        return arns.Count == 0 ? [] : Sandbox.Call(ECSModel.DescribeTasks, new DescribeTasksRequest { Cluster = Cluster, Tasks = arns }).Tasks;
    }
}
