using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Deployment configurations: CodeDeploy's own, and the account's.</summary>
internal sealed partial class CodeDeployService
{
    private CreateDeploymentConfigResponse CreateDeploymentConfig(CreateDeploymentConfigRequest request)
    {
        var name = request.DeploymentConfigName;
        CodeDeployErrors.Require(!name.StartsWith("CodeDeployDefault.", StringComparison.OrdinalIgnoreCase), "InvalidDeploymentConfigNameException",
            "The deployment configuration name cannot begin with CodeDeployDefault.");
        CodeDeployErrors.Require(FindConfig(name) is null, "DeploymentConfigAlreadyExistsException", $"Deployment configuration already exists: {name}");
        CodeDeployErrors.Require(request.ComputePlatform == ComputePlatform.ECS, "InvalidComputePlatformException", "The EcsPlatform sandbox has the compute platform ECS only.");
        CheckRouting(request.TrafficRoutingConfig);
        var config = State.Configs[name] = new DeploymentConfigInfo
        {
            DeploymentConfigId = Ids.Uuid(),
            DeploymentConfigName = name,
            CreateTime = Today,
            ComputePlatform = request.ComputePlatform,
            TrafficRoutingConfig = request.TrafficRoutingConfig,
        };
        return new CreateDeploymentConfigResponse { DeploymentConfigId = config.DeploymentConfigId };
    }

    private DeleteDeploymentConfigResponse DeleteDeploymentConfig(DeleteDeploymentConfigRequest request)
    {
        var name = request.DeploymentConfigName;
        CodeDeployErrors.Require(!BuiltInConfigs.All.ContainsKey(name), "InvalidOperationException", "CodeDeploy's own deployment configurations cannot be deleted.");
        CodeDeployErrors.Require(State.Groups.Values.All(group => group.Group.DeploymentConfigName != name), "DeploymentConfigInUseException",
            $"The deployment configuration {name} is in use.");
        State.Configs.Remove(name);
        return new DeleteDeploymentConfigResponse();
    }

    private GetDeploymentConfigResponse GetDeploymentConfig(GetDeploymentConfigRequest request) =>
        new() { DeploymentConfigInfo = FindConfig(request.DeploymentConfigName) ?? throw CodeDeployErrors.NoConfig(request.DeploymentConfigName) };

    private ListDeploymentConfigsResponse ListDeploymentConfigs(ListDeploymentConfigsRequest request)
    {
        var page = Paging.Of(BuiltInConfigs.All.Keys.Concat(State.Configs.Keys), name => name, request.NextToken, 100, InvalidToken);
        return new ListDeploymentConfigsResponse { DeploymentConfigsList = [.. page.Items], NextToken = page.NextToken };
    }

    private DeploymentConfigInfo? FindConfig(string name) => BuiltInConfigs.All.GetValueOrDefault(name) ?? State.Configs.GetValueOrDefault(name);

    private static void CheckRouting(TrafficRoutingConfig? routing)
    {
        var (percent, minutes) = routing?.Type?.Value switch
        {
            "TimeBasedCanary" => (routing.TimeBasedCanary?.CanaryPercentage, routing.TimeBasedCanary?.CanaryInterval),
            "TimeBasedLinear" => (routing.TimeBasedLinear?.LinearPercentage, routing.TimeBasedLinear?.LinearInterval),
            "AllAtOnce" => (100, 1),
            _ => ((int?)null, (int?)null),
        };
        CodeDeployErrors.Require(percent is >= 1 and <= 100 && minutes >= 1, "InvalidTrafficRoutingConfigurationException",
            "The configuration that specifies how traffic is routed during a deployment is invalid: percentages are 1 to 100, intervals at least a minute.");

        // "The maximum deployment time is 2 days" (quotas).
        var total = routing!.Type == TrafficRoutingType.TimeBasedLinear ? Math.Ceiling(100.0 / percent!.Value) * minutes : minutes;
        CodeDeployErrors.Require(total <= 2880, "InvalidTrafficRoutingConfigurationException", "Traffic can be shifted over at most 2880 minutes.");
    }
}
