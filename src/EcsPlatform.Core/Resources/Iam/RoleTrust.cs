namespace EcsPlatform.Core.Resources.Iam;

/// <summary>The AWS service that may assume a role.</summary>
/// <param name="Principal">The service: "lambda.amazonaws.com".</param>
/// <param name="Source">The service in whose name it comes, for conditions on <c>aws:SourceArn</c> and <c>aws:SourceAccount</c>; null for services that do not say, whom such conditions would keep out.</param>
public sealed record RoleTrust(string Principal, string? Source = null)
{
    /// <summary>Tasks of ECS (ECS Developer Guide, task IAM role: trust policy).</summary>
    public static RoleTrust EcsTasks { get; } = new("ecs-tasks.amazonaws.com", "ecs");

    /// <summary>ECS itself, for what it does on a service's behalf (ECS Developer Guide, infrastructure IAM role).</summary>
    public static RoleTrust Ecs { get; } = new("ecs.amazonaws.com");

    /// <summary>CodeDeploy (CodeDeploy User Guide, "Create a service role for CodeDeploy").</summary>
    public static RoleTrust CodeDeploy { get; } = new("codedeploy.amazonaws.com");

    /// <summary>Lambda functions (Lambda Developer Guide, execution role).</summary>
    public static RoleTrust Lambda { get; } = new("lambda.amazonaws.com");
}
