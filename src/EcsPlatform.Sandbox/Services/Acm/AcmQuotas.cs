namespace EcsPlatform.Sandbox.Services.Acm;

/// <summary>Quotas of a region, at AWS's defaults (ACM user guide, "Quotas").</summary>
public sealed record AcmQuotas
{
    /// <summary>Public certificates; expired and failed ones count, those of private CAs do not.</summary>
    public int Certificates { get; init; } = 2500;

    /// <summary>Public certificates requested in 365 days, deleted or not.</summary>
    public int CertificatesPerYear { get; init; } = 5000;

    /// <summary>Imported certificates.</summary>
    public int Imported { get; init; } = 2500;

    /// <summary>Certificates imported in 365 days, deleted or not.</summary>
    public int ImportedPerYear { get; init; } = 5000;

    /// <summary>Names of a certificate that is requested.</summary>
    public int Names { get; init; } = 10;
}
