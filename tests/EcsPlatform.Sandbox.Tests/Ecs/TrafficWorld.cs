using System.Text.Json.Nodes;
using Amazon.CloudWatch.Model;
using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.IdentityManagement.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;
using EcsPlatform.Sandbox.Services.Lambda;
using EcsPlatform.Sandbox.Tests.Lambda;
using Forward = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsPlatform.Sandbox.Tests.Ecs;

/// <summary>A load balancer with a production and a test listener, two target groups behind both, and a service that deploys from colour to colour.</summary>
internal sealed class TrafficWorld
{
    public TrafficWorld(SandboxOptions? options = null)
    {
        World = new EcsWorld(options);
        Blue = TargetGroup("web-blue");
        Green = TargetGroup("web-green");
        var gateway = Sandbox.Call(EC2Model.CreateInternetGateway, new CreateInternetGatewayRequest()).InternetGateway.InternetGatewayId;
        Sandbox.Call(EC2Model.AttachInternetGateway, new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = World.VpcId });
        Sandbox.Call(EC2Model.AuthorizeSecurityGroupIngress, new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = World.SecurityGroup,
            IpPermissions = [new IpPermission { IpProtocol = "tcp", FromPort = 8080, ToPort = 8080, Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/16" }] }],
        });
        Balancer = Sandbox.Call(ElasticLoadBalancingV2Model.CreateLoadBalancer, new CreateLoadBalancerRequest
        {
            Name = "web",
            Subnets = World.Subnets,
            SecurityGroups = [World.SecurityGroup],
        }).LoadBalancers[0].LoadBalancerArn;
        (Listener, Production) = Listen(80);
        (TestListener, Test) = Listen(8443);
        Role = Sandbox.Call(IdentityManagementModel.CreateRole, new CreateRoleRequest
        {
            RoleName = "infrastructure",
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["ecs.amazonaws.com","codedeploy.amazonaws.com"]},"Action":"sts:AssumeRole"}]}""",
        }).Role.Arn;
        Sandbox.Call(IdentityManagementModel.PutRolePolicy, new PutRolePolicyRequest
        {
            RoleName = "infrastructure",
            PolicyName = "hooks",
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:123456789012:function:*"}]}""",
        });
        Sandbox.Call(IdentityManagementModel.CreateRole, new CreateRoleRequest { RoleName = "function", AssumeRolePolicyDocument = LambdaWorld.Trust("lambda.amazonaws.com") });
        World.Register();
        World.Wait(150);
    }

    public EcsWorld World { get; }

    public AwsSandbox Sandbox => World.Sandbox;

    public string Balancer { get; }

    public string Blue { get; }

    public string Green { get; }

    public string Listener { get; }

    public string Production { get; }

    public string TestListener { get; }

    public string Test { get; }

    public string Role { get; }

    public ServiceDeployment Last => Deployments()[0];

    public static DeploymentConfiguration BlueGreen(int bake = 5, params DeploymentLifecycleHook[] hooks) => new()
    {
        Strategy = DeploymentStrategy.BLUE_GREEN,
        BakeTimeInMinutes = bake,
        LifecycleHooks = [.. hooks],
    };

    public static DeploymentLifecycleHook Pause(string stage, int minutes = 60, string action = "ROLLBACK") => new()
    {
        TargetType = DeploymentLifecycleHookTargetType.PAUSE,
        LifecycleStages = [stage],
        TimeoutConfiguration = new DeploymentLifecycleHookTimeoutConfiguration { TimeoutInMinutes = minutes, Action = action },
    };

    public CreateServiceRequest Request(DeploymentConfiguration? configuration = null, int count = 2)
    {
        var request = World.Service(count: count);
        request.LoadBalancers =
        [
            new Amazon.ECS.Model.LoadBalancer
            {
                TargetGroupArn = Blue,
                ContainerName = "app",
                ContainerPort = 8080,
                AdvancedConfiguration = new AdvancedConfiguration
                {
                    AlternateTargetGroupArn = Green,
                    ProductionListenerRule = Production,
                    TestListenerRule = Test,
                    RoleArn = Role,
                },
            },
        ];
        request.DeploymentConfiguration = configuration ?? BlueGreen();
        return request;
    }

    /// <summary>A service whose first deployment is done.</summary>
    public Service Start(DeploymentConfiguration? configuration = null, int count = 2)
    {
        World.Create(Request(configuration, count));
        World.Wait(1200);
        Last.Status.ShouldBe(ServiceDeploymentStatus.SUCCESSFUL);
        return World.Look();
    }

    /// <summary>Deploys a new revision.</summary>
    public void Deploy(string? image = null)
    {
        var definition = World.TaskDefinition();
        definition.ContainerDefinitions[0].Image = image ?? definition.ContainerDefinitions[0].Image;
        World.Register(definition);
        World.Update(new UpdateServiceRequest { TaskDefinition = "web" });
    }

    /// <summary>The weights of the two target groups in a rule.</summary>
    public (int? Blue, int? Green) Weights(string? rule = null)
    {
        var tuples = Sandbox.Call(ElasticLoadBalancingV2Model.DescribeRules, new DescribeRulesRequest { RuleArns = [rule ?? Production] })
            .Rules[0].Actions[0].ForwardConfig.TargetGroups;
        return (tuples.Find(tuple => tuple.TargetGroupArn == Blue)?.Weight, tuples.Find(tuple => tuple.TargetGroupArn == Green)?.Weight);
    }

    /// <summary>A function that does as is said; its ARN.</summary>
    public string Function(string name, Func<LambdaInvocation, JsonNode?> behaviour)
    {
        var arn = Sandbox.Call(LambdaModel.CreateFunction, LambdaWorld.Request(name)).FunctionArn;
        Sandbox.Functions.Register(function => function.FunctionName == name, behaviour);
        World.Wait(10);
        return arn;
    }

    public TrafficMeter Measure() => Sandbox.MeasureTraffic(Listener, new TrafficRequest("/pay"));

    public List<ServiceDeployment> Deployments() => Sandbox.Call(ECSModel.DescribeServiceDeployments, new DescribeServiceDeploymentsRequest
    {
        ServiceDeploymentArns = [.. Sandbox.Call(ECSModel.ListServiceDeployments, new ListServiceDeploymentsRequest { Cluster = EcsWorld.Cluster, Service = "web" })
            .ServiceDeployments.Select(brief => brief.ServiceDeploymentArn)],
    }).ServiceDeployments;

    /// <summary>Lets time pass second by second, and says what a look shows each time that it is new.</summary>
    public List<T> Watch<T>(int seconds, Func<T> look)
    {
        var seen = new List<T>();
        for (var second = 0; second < seconds; second++)
        {
            var now = look();
            if (seen.Count == 0 || !Equals(seen[^1], now))
            {
                seen.Add(now);
            }

            World.Wait(1);
        }

        return seen;
    }

    /// <summary>An alarm on the server errors behind a target group: more than 20 in a minute.</summary>
    public void ErrorAlarm(string name, string targetGroup) => Sandbox.Call(CloudWatchModel.PutMetricAlarm, new PutMetricAlarmRequest
    {
        AlarmName = name,
        Namespace = "AWS/ApplicationELB",
        MetricName = "HTTPCode_Target_5XX_Count",
        Dimensions =
        [
            new Dimension { Name = "LoadBalancer", Value = Balancer[(Balancer.IndexOf(":loadbalancer/", StringComparison.Ordinal) + 14)..] },
            new Dimension { Name = "TargetGroup", Value = targetGroup[(targetGroup.LastIndexOf(':') + 1)..] },
        ],
        Statistic = "Sum",
        Period = 60,
        EvaluationPeriods = 1,
        Threshold = 20,
        ComparisonOperator = "GreaterThanThreshold",
        TreatMissingData = "notBreaching",
    });

    private string TargetGroup(string name)
    {
        var arn = Sandbox.Call(ElasticLoadBalancingV2Model.CreateTargetGroup, new CreateTargetGroupRequest
        {
            Name = name,
            Protocol = "HTTP",
            Port = 8080,
            VpcId = World.VpcId,
            TargetType = "ip",
            HealthCheckIntervalSeconds = 10,
            HealthCheckTimeoutSeconds = 5,
            UnhealthyThresholdCount = 2,
        }).TargetGroups[0].TargetGroupArn;
        Sandbox.Call(ElasticLoadBalancingV2Model.ModifyTargetGroupAttributes, new ModifyTargetGroupAttributesRequest
        {
            TargetGroupArn = arn,
            Attributes = [new TargetGroupAttribute { Key = "deregistration_delay.timeout_seconds", Value = "30" }],
        });
        return arn;
    }

    private (string Listener, string Rule) Listen(int port)
    {
        var listener = Sandbox.Call(ElasticLoadBalancingV2Model.CreateListener, new CreateListenerRequest
        {
            LoadBalancerArn = Balancer,
            Port = port,
            Protocol = "HTTP",
            DefaultActions = [new Forward { Type = "fixed-response", FixedResponseConfig = new FixedResponseActionConfig { StatusCode = "404" } }],
        }).Listeners[0].ListenerArn;
        var rule = Sandbox.Call(ElasticLoadBalancingV2Model.CreateRule, new CreateRuleRequest
        {
            ListenerArn = listener,
            Priority = 10,
            Conditions = [new RuleCondition { Field = "path-pattern", Values = ["/pay*"] }],
            Actions = [new Forward
            {
                Type = "forward",
                ForwardConfig = new ForwardActionConfig
                {
                    TargetGroups = [new TargetGroupTuple { TargetGroupArn = Blue, Weight = 1 }, new TargetGroupTuple { TargetGroupArn = Green, Weight = 0 }],
                },
            }],
        }).Rules[0].RuleArn;
        return (listener, rule);
    }
}
