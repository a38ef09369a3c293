using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services;
using EcsPlatform.Sandbox.Services.Acm;
using EcsPlatform.Sandbox.Services.ApplicationAutoScaling;
using EcsPlatform.Sandbox.Services.AppMesh;
using EcsPlatform.Sandbox.Services.CloudMap;
using EcsPlatform.Sandbox.Services.CloudWatch;
using EcsPlatform.Sandbox.Services.CodeDeploy;
using EcsPlatform.Sandbox.Services.Ecs;
using EcsPlatform.Sandbox.Services.Ec2;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;
using EcsPlatform.Sandbox.Services.Kms;
using EcsPlatform.Sandbox.Services.Lambda;
using EcsPlatform.Sandbox.Services.PrivateCa;
using EcsPlatform.Sandbox.Services.ServiceQuotas;

namespace EcsPlatform.Sandbox;

/// <summary>The services that the sandbox has: one line each.</summary>
internal static class ServiceTable
{
    public static IReadOnlyList<ServiceEntry> All { get; } =
    [
        Global(IdentityManagementModel.Service, region => new IamService(region)),
        Global(SecurityTokenModel.Service, region => new StsService(region)),
        Regional(KeyManagementServiceModel.Service, region => new KmsService(region)),
        Regional(CertificateManagerModel.Service, region => new AcmService(region)),
        Regional(ACMPCAModel.Service, region => new PrivateCaService(region)),
        Regional(LambdaModel.Service, region => new LambdaService(region)),
        Regional(SecretsManagerModel.Service, region => new SecretsManagerService(region)),
        Regional(CloudWatchLogsModel.Service, region => new LogsService(region)),
        Regional(ECRModel.Service, region => new EcrService(region)),
        Regional(ECSModel.Service, region => new EcsService(region)),
        Regional(ApplicationAutoScalingModel.Service, region => new ApplicationAutoScalingService(region)),
        Regional(CodeDeployModel.Service, region => new CodeDeployService(region)),
        Regional(ServiceQuotasModel.Service, region => new ServiceQuotasService(region)),
        Regional(CloudWatchModel.Service, region => new CloudWatchService(region)),
        Regional(ResourceGroupsTaggingAPIModel.Service, region => new TaggingService(region)),
        Regional(EC2Model.Service, region => new Ec2Service(region)),
        Regional(ElasticLoadBalancingV2Model.Service, region => new ElasticLoadBalancingService(region)),
        Regional(ServiceDiscoveryModel.Service, region => new CloudMapService(region)),
        Regional(AppMeshModel.Service, region => new AppMeshService(region)),
    ];

    public static ServiceEntry Find(Type type) =>
        All.FirstOrDefault(entry => entry.Type == type)
        ?? throw new InvalidOperationException($"{type.Name} has no line in {nameof(ServiceTable)}.");

    private static ServiceEntry Regional<T>(ServiceModel model, Func<SandboxRegion, T> create)
        where T : SandboxService => new(typeof(T), model, create, IsGlobal: false);

    private static ServiceEntry Global<T>(ServiceModel model, Func<SandboxRegion, T> create)
        where T : SandboxService => new(typeof(T), model, create, IsGlobal: true);
}

/// <summary>A service of the sandbox.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Model">Its API model.</param>
/// <param name="Create">Makes it for a region.</param>
/// <param name="IsGlobal">One for all regions.</param>
internal sealed record ServiceEntry(Type Type, ServiceModel Model, Func<SandboxRegion, SandboxService> Create, bool IsGlobal);
