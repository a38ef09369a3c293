namespace EcsPlatform.Core.Resources;

/// <summary>Parts of ARNs.</summary>
internal static class ArnText
{
    /// <summary>What stands after the last slash: "service-payment-api-dev" of "arn:…:service/cluster-payments-dev/service-payment-api-dev"; all of it where there is none.</summary>
    public static string AfterLastSlash(this string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <summary>A target group's name: "tg-payment-api-dev" of "arn:…:targetgroup/tg-payment-api-dev/0a1b2c3d"; all of it where it is no such ARN.</summary>
    public static string TargetGroupName(this string arn) => arn.Split('/') is [_, var name, ..] ? name : arn;
}
