namespace EcsPlatform.Core.Resources;

/// <summary>Parts of ARNs.</summary>
internal static class ArnText
{
    /// <summary>What stands after the last slash: "service-payment-api-dev" of "arn:…:service/cluster-payments-dev/service-payment-api-dev"; all of it where there is none.</summary>
    public static string AfterLastSlash(this string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
