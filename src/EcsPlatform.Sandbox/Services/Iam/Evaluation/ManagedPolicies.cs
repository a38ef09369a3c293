namespace EcsPlatform.Sandbox.Services;

/// <summary>What AWS's managed policies allow ("AWS managed policy reference"), for those that roles of platforms live on.</summary>
internal static class ManagedPolicies
{
    private const string OwnAccount = "\"aws:ResourceAccount\":\"${aws:PrincipalAccount}\"";
    private const string ManagedByEcs = "\"aws:ResourceTag/AmazonECSManaged\":\"true\"";
    private const string EndpointSecrets = "arn:aws:secretsmanager:*:*:secret:ecs-sc!*";

    private const string MadeByEcs =
        """{"ArnLike":{"aws:RequestTag/AmazonECSCreated":["arn:aws:ecs:*:*:service/*/*","arn:aws:ecs:*:*:task-set/*/*"]},"""
        + $"\"StringEquals\":{{\"aws:RequestTag/AmazonECSManaged\":\"true\",{OwnAccount}}}}}";

    private static readonly Dictionary<string, Policy> Known = new(StringComparer.Ordinal)
    {
        ["service-role/AmazonECSTaskExecutionRolePolicy"] = Document(Allow("*",
            "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
            "logs:CreateLogStream", "logs:PutLogEvents")),
        ["service-role/AWSLambdaBasicExecutionRole"] = Document(Allow("*", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")),
        ["service-role/AWSLambdaVPCAccessExecutionRole"] = Document(Allow("*",
            "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
            "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses")),
        ["AmazonECSInfrastructureRolePolicyForLoadBalancers"] = Document(
            Allow("*",
                "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"),
            Allow("arn:aws:elasticloadbalancing:*:*:targetgroup/*/*", "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"),
            Allow("arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*", "elasticloadbalancing:ModifyListener"),
            Allow("arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*", "elasticloadbalancing:ModifyListener"),
            Allow("arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*", "elasticloadbalancing:ModifyRule")),
        ["service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"] = Document(
            AllowIf(MadeByEcs, EndpointSecrets, "secretsmanager:CreateSecret", "secretsmanager:TagResource"),
            AllowIf(
                Equal("\"secretsmanager:ResourceTag/aws:secretsmanager:owningService\":\"ecs-sc\"", OwnAccount), EndpointSecrets,
                "secretsmanager:UpdateSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue",
                "secretsmanager:DeleteSecret", "secretsmanager:RotateSecret", "secretsmanager:UpdateSecretVersionStage"),
            AllowIf(Equal(OwnAccount), EndpointSecrets, "secretsmanager:DescribeSecret"),
            AllowIf(
                Equal(ManagedByEcs), "*",
                "acm-pca:GetCertificate", "acm-pca:GetCertificateAuthorityCertificate", "acm-pca:DescribeCertificateAuthority"),
            AllowIf(
                Equal(ManagedByEcs, "\"acm-pca:TemplateArn\":\"arn:aws:acm-pca:::template/EndEntityCertificate/V1\""), "*",
                "acm-pca:IssueCertificate")),
        ["AWSCodeDeployRoleForECS"] = Document(
            Allow("*",
                "ecs:DescribeServices", "ecs:CreateTaskSet", "ecs:UpdateServicePrimaryTaskSet", "ecs:DeleteTaskSet",
                "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:ModifyListener",
                "elasticloadbalancing:DescribeRules", "elasticloadbalancing:ModifyRule",
                "lambda:InvokeFunction", "cloudwatch:DescribeAlarms", "sns:Publish", "s3:GetObject", "s3:GetObjectVersion"),
            AllowIf("""{"StringLike":{"iam:PassedToService":["ecs-tasks.amazonaws.com"]}}""", "*", "iam:PassRole")),
    };

    /// <summary>The policy with an ARN; one whose text is not here counts as allowing everything, since a refusal could not be told from a mistake.</summary>
    public static Policy Of(string arn) =>
        Known.GetValueOrDefault(arn[(arn.IndexOf(":policy/", StringComparison.Ordinal) + ":policy/".Length)..], Policy.Everything);

    private static Policy Document(params string[] statements) =>
        Policy.Parse($$"""{"Statement":[{{string.Join(',', statements)}}]}""");

    private static string Equal(params string[] values) => $"{{\"StringEquals\":{{{string.Join(',', values)}}}}}";

    private static string Allow(string resource, params string[] actions) => AllowIf("{}", resource, actions);

    private static string AllowIf(string condition, string resource, params string[] actions) =>
        $$"""{"Effect":"Allow","Action":["{{string.Join("\",\"", actions)}}"],"Resource":"{{resource}}","Condition":{{condition}}}""";
}
