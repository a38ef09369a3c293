namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>CodeDeploy's refusals, in its own words.</summary>
internal static class CodeDeployErrors
{
    public static AwsError NoApplication(string name) => new("ApplicationDoesNotExistException", $"No application found for name: {name}");

    public static AwsError NoGroup(string name) => new("DeploymentGroupDoesNotExistException", $"No Deployment Group found for name: {name}");

    public static AwsError NoConfig(string name) => new("DeploymentConfigDoesNotExistException", $"No Deployment Configuration found for name: {name}");

    public static AwsError NoDeployment(string id) => new("DeploymentDoesNotExistException", $"The deployment {id} could not be found");

    public static AwsError InvalidRevision(string message) => new("InvalidRevisionException", message);

    public static void Require(bool condition, string code, string message)
    {
        if (!condition)
        {
            throw new AwsError(code, message);
        }
    }
}
