namespace EcsPlatform.Core.Definition;

/// <summary>How single values are written; as JSON schema and .NET both understand it, and always matched whole.</summary>
internal static class DefinitionPatterns
{
    // No double and no closing hyphen: ECR and ELBv2 refuse them in the names that are made of these.
    private const string Words = "[a-z0-9]+(-[a-z0-9]+)*$";

    public const string PlatformName = "^(?=[a-z])(?=.{2,20}$)" + Words;
    public const string ServiceName = "^(?=[a-z])(?=.{2,40}$)" + Words;
    public const string PartName = "^(?=.{1,40}$)" + Words;
    public const string Suffix = "^(?=.{1,12}$)" + Words;
    public const string Region = "^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$";
    public const string Variable = "^[A-Za-z_][A-Za-z0-9_.-]{0,254}$";
    public const string SecretArn = "^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+$";
    public const string CertificateArn = "^arn:aws[a-z-]*:(acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+|iam::[0-9]{12}:server-certificate/.+)$";
    public const string CertificateAuthorityArn = "^arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:[0-9]{12}:certificate-authority/[A-Za-z0-9-]+$";
    public const string FunctionArn = "^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]+)?$";
    public const string EcrImage = "^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[a-z0-9._/-]+[:@].+$";
    public const string Domain = "^(?=.{1,120}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$";
    public const string HealthPath = "^/[!-~]{0,1023}$";
    public const string StatusCodes = "^[2-4][0-9]{2}(-[2-4][0-9]{2}|(,[2-4][0-9]{2})*)$";
    public const string ContainerUser = "^[a-z0-9_][a-z0-9_-]*(:[a-z0-9_][a-z0-9_-]*)?$";
    public const string Action = "^[a-z0-9-]+:[A-Za-z0-9*?]+$";
    public const string ResourceArn = "^arn:aws[a-z*-]*:[a-z0-9-]+:[a-z0-9*-]*:([0-9]{12}|aws|\\*)?:.+$";
    public const string RoutePath = "^/[A-Za-z0-9_\\-.$/~\"'@:+&()!,;=%*?]{0,127}$";
    public const string RouteHost = "^(?=.{1,128}$)[A-Za-z0-9*?-]+(\\.[A-Za-z0-9*?-]+)+$";
}
