using System.Text.RegularExpressions;

namespace EcsPlatform.Core.Tests.Policies;

/// <summary>A wildcard that policies may have.</summary>
/// <param name="Use">In what kind of policy.</param>
/// <param name="Action">The action, to the letter.</param>
/// <param name="Resource">The resource's shape, a regular expression for all of it.</param>
/// <param name="Why">Why it cannot be narrower.</param>
/// <param name="Source">Where that is written.</param>
internal sealed record AllowedWildcard(PolicyUse Use, string Action, string Resource, string Why, string Source);

/// <summary>The wildcards that policies may have, and AWS's own policies that roles may have attached: everything else fails a test.</summary>
internal static class AllowedWildcards
{
    private const string All = "\\*";
    private const string Stream = "arn:aws:logs:[a-z0-9-]+:[0-9]{12}:log-group:/[A-Za-z0-9/_-]+:\\*";
    private const string Secret = "arn:aws:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_-]+-\\?{6}";
    private const string Objects = "arn:aws:s3:::[a-z0-9.-]+/([A-Za-z0-9_-]+/)*\\*";

    private const string NoResourceLevel = "The action knows no resources.";
    private const string ItsStreams = "Streams of one group; their names are made at run time.";
    private const string SixCharacters = "Secrets Manager puts six characters of its own behind the name, which are not known before.";
    private const string Itself = "In a key's policy * is that key.";

    private static readonly AllowedWildcard[] Table =
    [
        new(PolicyUse.Identity, "ecr:GetAuthorizationToken", All, NoResourceLevel, "Service Authorization Reference, Amazon Elastic Container Registry"),
        new(PolicyUse.Identity, "ssmmessages:CreateControlChannel", All, NoResourceLevel, "Service Authorization Reference, Amazon Session Manager Message Gateway Service"),
        new(PolicyUse.Identity, "ssmmessages:CreateDataChannel", All, NoResourceLevel, "Service Authorization Reference, Amazon Session Manager Message Gateway Service"),
        new(PolicyUse.Identity, "ssmmessages:OpenControlChannel", All, NoResourceLevel, "Service Authorization Reference, Amazon Session Manager Message Gateway Service"),
        new(PolicyUse.Identity, "ssmmessages:OpenDataChannel", All, NoResourceLevel, "Service Authorization Reference, Amazon Session Manager Message Gateway Service"),

        new(PolicyUse.Identity, "logs:CreateLogStream", Stream, ItsStreams, "Service Authorization Reference, Amazon CloudWatch Logs"),
        new(PolicyUse.Identity, "logs:PutLogEvents", Stream, ItsStreams, "Service Authorization Reference, Amazon CloudWatch Logs"),

        new(PolicyUse.Identity, "secretsmanager:GetSecretValue", Secret, SixCharacters, "Secrets Manager User Guide, secret ARN"),
        new(PolicyUse.Identity, "secretsmanager:DescribeSecret", Secret, SixCharacters, "Secrets Manager User Guide, secret ARN"),
        new(PolicyUse.Identity, "secretsmanager:PutSecretValue", Secret, SixCharacters, "Secrets Manager User Guide, secret ARN"),
        new(PolicyUse.Identity, "secretsmanager:UpdateSecretVersionStage", Secret, SixCharacters, "Secrets Manager User Guide, secret ARN"),

        // A function in a VPC: Lambda makes its interfaces by the function's role and checks these at the function's creation.
        new(PolicyUse.Identity, "ec2:CreateNetworkInterface", All, "Lambda checks it without naming subnets.", "Lambda Developer Guide, VPC permissions"),
        new(PolicyUse.Identity, "ec2:DeleteNetworkInterface", All, "Interfaces' ids are made by Lambda.", "Lambda Developer Guide, VPC permissions"),
        new(PolicyUse.Identity, "ec2:DescribeNetworkInterfaces", All, NoResourceLevel, "Service Authorization Reference, Amazon EC2"),
        new(PolicyUse.Identity, "ec2:DescribeSubnets", All, NoResourceLevel, "Service Authorization Reference, Amazon EC2"),
        new(PolicyUse.Identity, "ec2:AssignPrivateIpAddresses", All, "Interfaces' ids are made by Lambda.", "Lambda Developer Guide, VPC permissions"),
        new(PolicyUse.Identity, "ec2:UnassignPrivateIpAddresses", All, "Interfaces' ids are made by Lambda.", "Lambda Developer Guide, VPC permissions"),

        // What customers' own policies say: objects of one bucket, below one prefix.
        new(PolicyUse.Identity, "s3:GetObject", Objects, "Objects of one bucket.", "The definition's policies"),
        new(PolicyUse.Identity, "s3:PutObject", Objects, "Objects of one bucket.", "The definition's policies"),

        // Keys: the account hands use on by IAM; without this nobody could ever change the key again.
        new(PolicyUse.Resource, "kms:*", All, $"{Itself} For the account itself: IAM policies decide.", "KMS Developer Guide, default key policy"),
        new(PolicyUse.Resource, "kms:Encrypt", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:Decrypt", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:ReEncryptFrom", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:ReEncryptTo", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:GenerateDataKey", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:GenerateDataKeyWithoutPlaintext", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:DescribeKey", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:CreateGrant", All, Itself, "KMS Developer Guide, key policies"),
        new(PolicyUse.Resource, "kms:Encrypt*", All, Itself, "CloudWatch Logs User Guide, encrypt log data with KMS"),
        new(PolicyUse.Resource, "kms:Decrypt*", All, Itself, "CloudWatch Logs User Guide, encrypt log data with KMS"),
        new(PolicyUse.Resource, "kms:ReEncrypt*", All, Itself, "CloudWatch Logs User Guide, encrypt log data with KMS"),
        new(PolicyUse.Resource, "kms:GenerateDataKey*", All, Itself, "CloudWatch Logs User Guide, encrypt log data with KMS"),
        new(PolicyUse.Resource, "kms:Describe*", All, Itself, "CloudWatch Logs User Guide, encrypt log data with KMS"),
    ];

    /// <summary>AWS's own policies, written for just these roles. None of them reads a secret of ours: the TLS one reads only those that ECS makes itself (<c>ecs-sc!*</c>).</summary>
    private static readonly string[] Managed =
    [
        "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
        "arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
        "arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS",
    ];

    public static bool Has(PolicyUse use, string action, string resource) =>
        Array.Exists(Table, line => line.Use == use && line.Action == action && Regex.IsMatch(resource, $"^({line.Resource})$"));

    public static bool HasManaged(string arn) => Managed.Contains(arn, StringComparer.Ordinal);
}
