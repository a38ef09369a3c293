using Amazon.ServiceQuotas;
using Amazon.ServiceQuotas.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.ServiceQuotas;

/// <summary>Service Quotas, for Fargate's vCPUs: what an account may run at once. <see cref="Faults.SetVcpuQuota"/> sets it.</summary>
internal sealed class ServiceQuotasService : SandboxService<ServiceQuotasState>
{
    internal ServiceQuotasService(SandboxRegion region)
        : base(region)
    {
        On(ServiceQuotasModel.GetServiceQuota, GetServiceQuota);
        On(ServiceQuotasModel.GetAWSDefaultServiceQuota, GetAWSDefaultServiceQuota);
        On(ServiceQuotasModel.ListServiceQuotas, ListServiceQuotas);
    }

    private GetServiceQuotaResponse GetServiceQuota(GetServiceQuotaRequest request) =>
        new() { Quota = Shown(Find(request.ServiceCode, request.QuotaCode), isDefault: false) };

    private GetAWSDefaultServiceQuotaResponse GetAWSDefaultServiceQuota(GetAWSDefaultServiceQuotaRequest request) =>
        new() { Quota = Shown(Find(request.ServiceCode, request.QuotaCode), isDefault: true) };

    private ListServiceQuotasResponse ListServiceQuotas(ListServiceQuotasRequest request)
    {
        Check(request.ServiceCode);
        var found = FargateQuotas.All.Where(quota => request.QuotaCode is null || quota.Code == request.QuotaCode);
        var page = Paging.Of(found, quota => quota.Code, request.NextToken, request.MaxResults ?? 100, () => new AwsError("InvalidPaginationTokenException", "Invalid NextToken"));
        return new ListServiceQuotasResponse { Quotas = [.. page.Items.Select(quota => Shown(quota, isDefault: false))], NextToken = page.NextToken };
    }

    private static FargateQuota Find(string service, string code)
    {
        Check(service);
        return FargateQuotas.All.FirstOrDefault(quota => quota.Code == code) ?? throw Unknown();
    }

    private static void Check(string service)
    {
        if (service != FargateQuotas.ServiceCode)
        {
            throw Unknown();
        }
    }

    private static AwsError Unknown() => new("NoSuchResourceException", "The request failed because the specified service or quota does not exist.");

    private ServiceQuota Shown(FargateQuota quota, bool isDefault) => new()
    {
        ServiceCode = FargateQuotas.ServiceCode,
        ServiceName = "AWS Fargate",
        QuotaArn = isDefault
            ? $"arn:aws:servicequotas:{Region.Name}::{FargateQuotas.ServiceCode}/{quota.Code}"
            : Region.Arn("servicequotas", $"{FargateQuotas.ServiceCode}/{quota.Code}"),
        QuotaCode = quota.Code,
        QuotaName = quota.Name,
        Value = isDefault ? FargateQuotas.Default : Faults.VcpuQuota(quota.Provider) ?? Region.Sandbox.Options.FargateVcpus,
        Unit = "None",
        Adjustable = true,
        GlobalQuota = false,
        UsageMetric = new MetricInfo
        {
            MetricNamespace = FargateQuotas.UsageNamespace,
            MetricName = FargateQuotas.UsageMetric,
            MetricDimensions = new Dictionary<string, string> { ["Class"] = quota.Class, ["Resource"] = "vCPU", ["Service"] = "Fargate", ["Type"] = "Resource" },
            MetricStatisticRecommendation = "Maximum",
        },
        QuotaAppliedAtLevel = AppliedLevelEnum.ACCOUNT,
    };
}

/// <summary>Nothing: what an account may run is set from outside.</summary>
internal sealed class ServiceQuotasState;
