using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Deployments;

/// <summary>Asks the registry about an image: whether it is there, and what its scan found.</summary>
internal sealed class ImageCheck(AwsClients aws, TimeProvider clock, string region, DeploymentChecks checks)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>The image's digest, and what is in its way.</summary>
    public async Task<(string? Digest, IReadOnlyList<DeploymentProblem> Problems)> AskAsync(string service, string uri, CancellationToken cancellation)
    {
        if (!ImageReference.TryParse(uri, out var image) || image.RepositoryName is null)
        {
            return (null, [new DeploymentProblem("ImageNotPrivate", service, $"The image {uri} is not in a private ECR repository.", "Push it to the service's repository.")]);
        }

        if (image.Region != region)
        {
            return (null, []); // its registry is asked in another region, which this session does not speak to
        }

        var id = image.Version.StartsWith('@') ? new ImageIdentifier { ImageDigest = image.Version[1..] } : new ImageIdentifier { ImageTag = image.Version[1..] };
        try
        {
            var found = await aws.ECR.DescribeImagesAsync(new DescribeImagesRequest { RegistryId = image.AccountId, RepositoryName = image.RepositoryName, ImageIds = [id] }, cancellation);
            var digest = found.ImageDetails?.FirstOrDefault()?.ImageDigest;
            var findings = checks.MaximumSeverity is { } most ? await FindingsAsync(service, image, new ImageIdentifier { ImageDigest = digest }, most, cancellation) : [];
            return (digest, findings);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "ImageNotFoundException" or "RepositoryNotFoundException")
        {
            return (null, [new DeploymentProblem("ImageNotFound", service, $"The image {uri} is not there.", "Push it, or give a tag that is there.")]);
        }
    }

    private async Task<IReadOnlyList<DeploymentProblem>> FindingsAsync(string service, ImageReference image, ImageIdentifier id, FindingSeverity most, CancellationToken cancellation)
    {
        var deadline = clock.GetUtcNow() + checks.ScanPatience;
        while (true)
        {
            try
            {
                var request = new DescribeImageScanFindingsRequest { RegistryId = image.AccountId, RepositoryName = image.RepositoryName, ImageId = id, MaxResults = 1000 };
                var scan = await aws.ECR.DescribeImageScanFindingsAsync(request, cancellation);
                var status = scan.ImageScanStatus?.Status;
                if (status == ScanStatus.COMPLETE || status == ScanStatus.ACTIVE)
                {
                    return await JudgeAsync(service, request, scan, most, cancellation);
                }

                if (status != ScanStatus.IN_PROGRESS && status != ScanStatus.PENDING)
                {
                    return [new DeploymentProblem("ScanFailed", service, $"The scan of the image did not work: {status?.Value} {scan.ImageScanStatus?.Description}".TrimEnd() + ".", "Scan it again, or deploy without a maximum severity.")];
                }
            }
            catch (AmazonServiceException error) when (error.ErrorCode == "ScanNotFoundException")
            {
                return [new DeploymentProblem("ScanMissing", service, "The image was never scanned.", "Scan it (scanOnPush does), or deploy without a maximum severity.")];
            }

            if (clock.GetUtcNow() >= deadline)
            {
                return [new DeploymentProblem("ScanUnfinished", service, $"The scan of the image still runs after {checks.ScanPatience.TotalMinutes:0} minutes.", "Try again later.")];
            }

            await clock.DelayAsync(Pause, cancellation);
        }
    }

    private async Task<IReadOnlyList<DeploymentProblem>> JudgeAsync(string service, DescribeImageScanFindingsRequest request, DescribeImageScanFindingsResponse first, FindingSeverity most, CancellationToken cancellation)
    {
        var found = new List<(string Name, string? Severity)>();
        for (var page = first; ;)
        {
            found.AddRange((page.ImageScanFindings?.Findings ?? []).Select(finding => (finding.Name, finding.Severity?.Value)));
            found.AddRange((page.ImageScanFindings?.EnhancedFindings ?? []).Select(finding => (finding.PackageVulnerabilityDetails?.VulnerabilityId ?? finding.Title, (string?)finding.Severity)));
            if (string.IsNullOrEmpty(page.NextToken))
            {
                break;
            }

            request.NextToken = page.NextToken;
            page = await aws.ECR.DescribeImageScanFindingsAsync(request, cancellation);
        }

        return
        [
            .. found.Where(finding => Severity(finding.Severity) > most && !checks.AcceptedFindings.Contains(finding.Name, StringComparer.OrdinalIgnoreCase))
                .OrderByDescending(finding => Severity(finding.Severity)).ThenBy(finding => finding.Name, StringComparer.Ordinal)
                .Select(finding => new DeploymentProblem("FindingTooSevere", service, $"The image has {finding.Name}, rated {finding.Severity}.", "Mend the image, or accept this finding by its name.")),
        ];
    }

    private static FindingSeverity Severity(string? text) => Enum.TryParse<FindingSeverity>(text, ignoreCase: true, out var severity) ? severity : FindingSeverity.Undefined;
}
