using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>What may be asked of services by who controls their deployments (API reference, CreateService and UpdateService).</summary>
internal static class ControllerRules
{
    public static void Check(CreateServiceRequest request)
    {
        var controller = request.DeploymentController?.Type?.Value ?? "ECS";
        if (controller == "CODE_DEPLOY")
        {
            CheckCodeDeploy(request.LoadBalancers, request.DeploymentConfiguration, request.ServiceConnectConfiguration);
        }
        else
        {
            EcsErrors.Require(controller == "ECS", $"The EcsPlatform sandbox does not have the deployment controller {controller}.");
        }
    }

    /// <summary>Checks an update against the controller that the service has, or is to have.</summary>
    public static void Check(UpdateServiceRequest request, Service service, ServiceConnectConfiguration? connect)
    {
        var before = service.DeploymentController?.Type?.Value ?? "ECS";
        var controller = request.DeploymentController?.Type?.Value ?? before;
        EcsErrors.Require(controller is "ECS" or "CODE_DEPLOY", $"The EcsPlatform sandbox does not have the deployment controller {controller}.");
        if (controller == "CODE_DEPLOY" && before != controller)
        {
            CheckCodeDeploy(request.LoadBalancers ?? service.LoadBalancers, request.DeploymentConfiguration ?? service.DeploymentConfiguration, request.ServiceConnectConfiguration ?? connect);
        }

        if (controller != "CODE_DEPLOY")
        {
            return;
        }

        Refuse(request.TaskDefinition is not null && !IsSame(request.TaskDefinition, service.TaskDefinition), "update task definition");
        Refuse(request.NetworkConfiguration is not null && before == controller, "update network parameters");
        Refuse(request.PlatformVersion is not null && request.PlatformVersion != service.PlatformVersion, "update platform version");
        Refuse(request.LoadBalancers is not null && before == controller, "update load balancers");
        Refuse(request.ForceNewDeployment == true, "force a new deployment");
        EcsErrors.Require(request.DeploymentConfiguration?.Strategy?.Value is null or "ROLLING",
            "The deployment strategy is only supported for services with an ECS deployment controller.");
    }

    private static void CheckCodeDeploy(List<LoadBalancer>? balancers, DeploymentConfiguration? configuration, ServiceConnectConfiguration? connect)
    {
        EcsErrors.Require(balancers is { Count: > 0 }, "A load balancer is required for services with a CODE_DEPLOY deployment controller.");
        EcsErrors.Require(balancers!.Count == 1, "Services with a CODE_DEPLOY deployment controller support exactly one load balancer.");
        EcsErrors.Require(configuration?.Strategy?.Value is null or "ROLLING", "The deployment strategy is only supported for services with an ECS deployment controller.");
        EcsErrors.Require(configuration?.DeploymentCircuitBreaker?.Enable != true, "Deployment circuit breaker feature can only be configured with the rolling update (ECS) deployment controller type.");
        EcsErrors.Require(connect?.Enabled != true, "Service Connect is not supported for services with a CODE_DEPLOY deployment controller.");
    }

    private static void Refuse(bool asked, string what) =>
        EcsErrors.Require(!asked, $"Unable to {what} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.");

    // A revision's ARN, "family:revision", or the family alone, which may well be another revision.
    private static bool IsSame(string asked, string present) => asked == present || present.EndsWith("/" + asked, StringComparison.Ordinal);
}
