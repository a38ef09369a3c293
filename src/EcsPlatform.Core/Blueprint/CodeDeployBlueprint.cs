using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.CodeDeploy;
using EcsPlatform.Core.Resources.Ecs;
using EcsPlatform.Core.Resources.Iam;

namespace EcsPlatform.Core.Blueprint;

/// <summary>What CodeDeploy needs: an application and a role for the platform, a deployment group for each of its services, a configuration where none of CodeDeploy's own fits.</summary>
internal static class CodeDeployBlueprint
{
    private const string Key = "codedeploy";

    // AWS managed policies for CodeDeploy: traffic, task sets, alarms, and the functions on the way.
    private const string Policy = "AWSCodeDeployRoleForECS";

    public static IReadOnlyList<IResourceKind> Kinds => [ApplicationKind.Instance, DeploymentConfigKind.Instance, DeploymentGroupKind.Instance];

    public static void Add(BlueprintContext context, ServiceResource service)
    {
        if (service is not { IsCodeDeployed: true, Shift: not null })
        {
            return;
        }

        var application = Shared(context, () => new ApplicationResource
        {
            Key = Key,
            Name = context.Names.Shared(ResourceType.CodeDeployApplication),
            Tags = context.Definition.Tags,
        });
        var steps = DeploymentConfigName.Of(service.Definition.Deployment);
        context.Add(new DeploymentGroupResource
        {
            Key = service.Key,
            Name = context.Names.ForService(ResourceType.DeploymentGroup, service.Key),
            Service = service.Key,
            Tags = context.Definition.Tags,
            Application = application,
            EcsService = service,
            Role = Shared(context, () => Role(context)),
            Config = steps.IsBuiltIn ? null : Shared(context, () => new DeploymentConfigResource
            {
                Key = steps.Part,
                Name = steps.In(context.Names),
                Application = application,
                Steps = steps,
            }),
        });
    }

    private static RoleResource Role(BlueprintContext context) => new()
    {
        Key = Key,
        Name = context.Names.Shared(ResourceType.CodeDeployRole),
        Tags = context.Definition.Tags,
        Description = $"{context.Definition.Name}: CodeDeploy moves traffic and replaces tasks",
        Trust = RoleTrust.CodeDeploy,
        ManagedPolicies = [Policy],
        Grants = _ => [],
    };

    /// <summary>One of its kind and key for all services.</summary>
    private static TResource Shared<TResource>(BlueprintContext context, Func<TResource> make)
        where TResource : Resource
    {
        var made = make();
        return context.Resources.OfType<TResource>().FirstOrDefault(resource => resource.Key == made.Key) ?? context.Add(made);
    }
}
