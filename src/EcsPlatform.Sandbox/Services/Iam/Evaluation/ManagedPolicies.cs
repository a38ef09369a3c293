namespace EcsPlatform.Sandbox.Services;

/// <summary>What AWS's managed policies allow ("AWS managed policy reference"), for those that roles of platforms live on.</summary>
internal static class ManagedPolicies
{
    private static readonly Dictionary<string, Policy> Known = new(StringComparer.Ordinal)
    {
        ["service-role/AmazonECSTaskExecutionRolePolicy"] = Allow(
            "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
            "logs:CreateLogStream", "logs:PutLogEvents"),
        ["service-role/AWSLambdaBasicExecutionRole"] = Allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        ["service-role/AWSLambdaVPCAccessExecutionRole"] = Allow(
            "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
            "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"),
    };

    /// <summary>The policy with an ARN; one whose text is not here counts as allowing everything, since a refusal could not be told from a mistake.</summary>
    public static Policy Of(string arn) =>
        Known.GetValueOrDefault(arn[(arn.IndexOf(":policy/", StringComparison.Ordinal) + ":policy/".Length)..], Policy.Everything);

    private static Policy Allow(params string[] actions) =>
        Policy.Parse($$"""{"Statement":[{"Effect":"Allow","Action":["{{string.Join("\",\"", actions)}}"],"Resource":"*"}]}""");
}
