using System.Text.Json.Nodes;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Services.Ecs;
using EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>AWS CodeDeploy for ECS: applications, groups, configurations, and deployments that move a service's traffic from one task set to another.</summary>
internal sealed partial class CodeDeployService : SandboxService<CodeDeployState>
{
    private readonly Step _advance;
    private readonly Step _hookExpires;

    internal CodeDeployService(SandboxRegion region)
        : base(region)
    {
        _advance = Step("deployment-advance", Advance);
        _hookExpires = Step("deployment-hook-expires", ExpireHook);
        On(CodeDeployModel.CreateApplication, CreateApplication);
        On(CodeDeployModel.DeleteApplication, DeleteApplication);
        On(CodeDeployModel.GetApplication, GetApplication);
        On(CodeDeployModel.UpdateApplication, UpdateApplication);
        On(CodeDeployModel.ListApplications, ListApplications);
        On(CodeDeployModel.BatchGetApplications, BatchGetApplications);
        On(CodeDeployModel.CreateDeploymentGroup, CreateDeploymentGroup);
        On(CodeDeployModel.UpdateDeploymentGroup, UpdateDeploymentGroup);
        On(CodeDeployModel.DeleteDeploymentGroup, DeleteDeploymentGroup);
        On(CodeDeployModel.GetDeploymentGroup, GetDeploymentGroup);
        On(CodeDeployModel.ListDeploymentGroups, ListDeploymentGroups);
        On(CodeDeployModel.BatchGetDeploymentGroups, BatchGetDeploymentGroups);
        On(CodeDeployModel.CreateDeploymentConfig, CreateDeploymentConfig);
        On(CodeDeployModel.DeleteDeploymentConfig, DeleteDeploymentConfig);
        On(CodeDeployModel.GetDeploymentConfig, GetDeploymentConfig);
        On(CodeDeployModel.ListDeploymentConfigs, ListDeploymentConfigs);
        On(CodeDeployModel.CreateDeployment, CreateDeployment);
        On(CodeDeployModel.GetDeployment, GetDeployment);
        On(CodeDeployModel.ListDeployments, ListDeployments);
        On(CodeDeployModel.BatchGetDeployments, BatchGetDeployments);
        On(CodeDeployModel.StopDeployment, StopDeployment);
        On(CodeDeployModel.ContinueDeployment, ContinueDeployment);
        On(CodeDeployModel.GetDeploymentTarget, GetDeploymentTarget);
        On(CodeDeployModel.ListDeploymentTargets, ListDeploymentTargets);
        On(CodeDeployModel.BatchGetDeploymentTargets, BatchGetDeploymentTargets);
        On(CodeDeployModel.PutLifecycleEventHookExecutionStatus, PutLifecycleEventHookExecutionStatus);
        On(CodeDeployModel.ListTagsForResource, ListTagsForResource);
        On(CodeDeployModel.TagResource, TagResource);
        On(CodeDeployModel.UntagResource, UntagResource);
    }

    private DateTime Today => Now.UtcDateTime;

    private EcsService Ecs => Region.Get<EcsService>();

    private ElasticLoadBalancingService Balancing => Region.Get<ElasticLoadBalancingService>();

    protected override bool IsMemory(string collection, JsonNode? entry) => collection == nameof(CodeDeployState.Deployments);

    private static AwsError InvalidToken() => new("InvalidNextTokenException", "The next token was specified in an invalid format.");

    private DateTime Later(TimeSpan span) => Today + (span / Region.Sandbox.Options.LifecycleSpeed);
}
